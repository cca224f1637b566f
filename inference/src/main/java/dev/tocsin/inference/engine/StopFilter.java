package dev.tocsin.inference.engine;

import java.util.List;

/** Holds back text that may become a stop string, and cuts the answer at a stop string. */
final class StopFilter {

  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  StopFilter(List<String> stops) {
    this.stops = stops;
  }

  /** Whether a stop string was found. */
  boolean stopped() {
    return stopped;
  }

  /** Adds text and returns what is certainly not part of a stop string. */
  String add(String text) {
    if (stops.isEmpty()) {
      return text;
    }
    held.append(text);
    int cut = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = held.indexOf(stop);
      cut = at < 0 ? cut : Math.min(cut, at);
    }
    stopped = cut < Integer.MAX_VALUE;
    return give(stopped ? cut : held.length() - possibleStart());
  }

  /** The rest, after the last text. */
  String finish() {
    return give(stopped ? 0 : held.length());
  }

  private String give(int length) {
    String text = held.substring(0, length);
    held.delete(0, length);
    return text;
  }

  /** The length of the longest suffix of the held text that is a prefix of a stop string. */
  private int possibleStart() {
    int longest = 0;
    for (String stop : stops) {
      for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
        if (stop.startsWith(held.substring(held.length() - n))) {
          longest = n;
        }
      }
    }
    return longest;
  }
}
