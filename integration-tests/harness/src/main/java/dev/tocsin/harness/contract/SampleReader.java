package dev.tocsin.harness.contract;

import dev.tocsin.harness.contract.MetricsPage.Sample;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one line of a metrics page: {@code name{label="value"} number}, and what may follow it. */
final class SampleReader {
  private final String line;
  private int at;

  SampleReader(String line) {
    this.line = line;
  }

  /** The line's series; timestamp and exemplar, if it has them, are not looked at. */
  Sample sample() {
    Map<String, String> labels = new LinkedHashMap<>();
    String name = word();
    skipSpace();
    if (at < line.length() && line.charAt(at) == '{') {
      at++;
      name = labels(name, labels);
    }
    if (name.isEmpty()) {
      throw unreadable("a series needs a name");
    }
    skipSpace();
    int end = at;
    while (end < line.length() && line.charAt(end) > ' ') {
      end++;
    }
    return new Sample(name, labels, number(line.substring(at, end)));
  }

  private String labels(String before, Map<String, String> labels) {
    String name = before;
    while (true) {
      skipSpace();
      if (at >= line.length()) {
        throw unreadable("`{` is not closed");
      }
      if (line.charAt(at) == '}') {
        at++;
        return name;
      }
      String label = line.charAt(at) == '"' ? quoted() : word();
      skipSpace();
      if (at < line.length() && line.charAt(at) == '=') {
        at++;
        skipSpace();
        labels.put(label, quoted());
      } else if (name.isEmpty()) {
        // A name that needs quotes stands inside the braces.
        name = label;
      } else {
        throw unreadable("label `" + label + "` has no value");
      }
      skipSpace();
      if (at < line.length() && line.charAt(at) == ',') {
        at++;
      }
    }
  }

  private String word() {
    int start = at;
    while (at < line.length() && " \t{}=,\"".indexOf(line.charAt(at)) < 0) {
      at++;
    }
    return line.substring(start, at);
  }

  private String quoted() {
    if (at >= line.length() || line.charAt(at) != '"') {
      throw unreadable("a text in quotes is missing");
    }
    StringBuilder text = new StringBuilder();
    for (at++; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        at++;
        return text.toString();
      }
      if (c == '\\' && at + 1 < line.length()) {
        at++;
        c = line.charAt(at) == 'n' ? '\n' : line.charAt(at);
      }
      text.append(c);
    }
    throw unreadable("`\"` is not closed");
  }

  private void skipSpace() {
    while (at < line.length() && line.charAt(at) <= ' ') {
      at++;
    }
  }

  /** A number as Go prints it. */
  static double number(String text) {
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      case "" -> throw new IllegalArgumentException("a series has no value");
      default -> Double.parseDouble(text);
    };
  }

  private IllegalArgumentException unreadable(String why) {
    return new IllegalArgumentException(why + ": " + line);
  }
}
