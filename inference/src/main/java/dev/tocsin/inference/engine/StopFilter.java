package dev.tocsin.inference.engine;

import java.util.List;

/** Holds text back while it may become a stop string, and cuts it where it does. */
final class StopFilter {

  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  StopFilter(List<String> stops) {
    this.stops = stops;
  }

  /** Whether a stop string came. */
  boolean stopped() {
    return stopped;
  }

  /** Takes text and gives what is certainly not part of a stop string. */
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

  /** The rest, when no more text comes. */
  String finish() {
    return give(stopped ? 0 : held.length());
  }

  private String give(int length) {
    String text = held.substring(0, length);
    held.delete(0, length);
    return text;
  }

  /** The length of the longest end of what is held that is the start of a stop string. */
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
