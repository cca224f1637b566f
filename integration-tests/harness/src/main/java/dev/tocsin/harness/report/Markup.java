package dev.tocsin.harness.report;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Small pieces of HTML. Every text from outside goes through {@link #text}. */
final class Markup {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  private Markup() {}

  /** Text, safe between tags and in quoted attributes. */
  static String text(Object value) {
    StringBuilder safe = new StringBuilder();
    String raw = String.valueOf(value);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> {
          // What HTML does not allow at all would be an error in the page.
          boolean control = c < ' ' && c != '\n' && c != '\t' || c == '\u007f';
          safe.append(control ? '\ufffd' : c);
        }
      }
    }
    return safe.toString();
  }

  static String code(Object value) {
    return "<code>" + text(value) + "</code>";
  }

  /** Each item's HTML, one after the other. */
  static <T> String each(Iterable<T> items, Function<T, String> html) {
    StringBuilder all = new StringBuilder();
    items.forEach(item -> all.append(html.apply(item)));
    return all.toString();
  }

  static <T> String each(Iterable<T> items, String between, Function<T, String> html) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(html)
        .collect(Collectors.joining(between));
  }

  /** An id that is safe in an address. */
  static String id(String prefix, String name) {
    return prefix + name.replaceAll("[^A-Za-z0-9_-]", "-");
  }

  /** {@code 1 proof}, {@code 2 proofs}. */
  static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** Virtual time for people: {@code 45s}, {@code 3m20s}, {@code 1h05m}. */
  static String time(double seconds) {
    double size = Math.abs(seconds);
    String sign = seconds < 0 ? "−" : "";
    if (size < MINUTE) {
      return sign + trimmed(size) + "s";
    }
    if (size < HOUR) {
      long whole = Math.round(size);
      return sign + whole / 60 + "m" + (whole % 60 == 0 ? "" : whole % 60 + "s");
    }
    long minutes = Math.round(size / MINUTE);
    return sign + minutes / 60 + "h" + (minutes % 60 == 0 ? "" : two(minutes % 60) + "m");
  }

  private static String two(long number) {
    return String.format(Locale.ROOT, "%02d", number);
  }

  /** A value as short as it can be notified: {@code 2.1}, {@code 85M}. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e15 || size > 0 && size < 1e-4) {
      return String.format(Locale.ROOT, "%.2g", value);
    }
    if (size >= 1e12) {
      return trimmed(value / 1e12) + "T";
    }
    if (size >= 1e9) {
      return trimmed(value / 1e9) + "G";
    }
    if (size >= 1e6) {
      return trimmed(value / 1e6) + "M";
    }
    if (size >= 1e4) {
      return trimmed(value / 1e3) + "k";
    }
    return trimmed(value);
  }

  private static String trimmed(double value) {
    int digits = Math.abs(value) < 0.1 ? 4 : Math.abs(value) < 10 ? 2 : 1;
    String text = String.format(Locale.ROOT, "%." + digits + "f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /** A coordinate, to a tenth. */
  static String at(double value) {
    long tenths = Math.round(value * 10);
    String sign = tenths < 0 ? "-" : "";
    long size = Math.abs(tenths);
    return sign + size / 10 + (size % 10 == 0 ? "" : "." + size % 10);
  }
}
