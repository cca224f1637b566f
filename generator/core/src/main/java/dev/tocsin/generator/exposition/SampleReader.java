package dev.tocsin.generator.exposition;

import dev.tocsin.generator.exposition.MetricsPage.Sample;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one line of a metrics page: {@code name{label="value"} number}, and what may follow it. */
final class SampleReader {
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[-+]?[0-9]+)?|inf|infinity|nan"
              + "|0x([0-9a-f]+\\.?[0-9a-f]*|\\.[0-9a-f]+)(p[-+]?[0-9]+)?)");

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

  /** A number as Go's {@code strconv.ParseFloat} reads it, but for underscores. */
  static double number(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    if (!NUMBER.matcher(plain).matches()) {
      throw new IllegalArgumentException(
          text.isEmpty() ? "a series has no value" : "invalid number `" + shortened(text) + "`");
    }
    boolean negative = plain.startsWith("-");
    String digits = plain.replaceFirst("^[-+]", "");
    double value =
        switch (digits) {
          case "inf", "infinity" -> Double.POSITIVE_INFINITY;
          case "nan" -> Double.NaN;
          default ->
              Double.parseDouble(
                  digits.startsWith("0x") && digits.indexOf('p') < 0 ? digits + "p0" : digits);
        };
    return negative ? -value : value;
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private IllegalArgumentException unreadable(String why) {
    return new IllegalArgumentException(why + ": " + shortened(line));
  }
}
