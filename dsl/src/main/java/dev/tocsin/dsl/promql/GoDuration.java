package dev.tocsin.dsl.promql;

/** Durations such as {@code 1h30m}, by the rules of Prometheus' common library. */
final class GoDuration {
  /** What {@link #parse} gives for a text that is no duration. */
  static final long NONE = -1;

  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] MILLISECONDS = {
    365L * 24 * 3600 * 1000, 7L * 24 * 3600 * 1000, 24L * 3600 * 1000, 3600 * 1000, 60_000, 1000, 1
  };

  /** Go counts nanoseconds in 63 bits. */
  private static final long LONGEST = Long.MAX_VALUE / 1_000_000;

  private GoDuration() {}

  /**
   * The milliseconds of {@code text}: numbers with units, from the largest to the smallest, each at
   * most once and at most some 292 years in all; or {@link #NONE}.
   */
  static long parse(String text) {
    long sum = 0;
    int unit = -1;
    int i = 0;
    while (i < text.length()) {
      long number = 0;
      int digits = i;
      for (; i < text.length() && Lexer.isDigit(text.charAt(i)); i++) {
        number = number * 10 + (text.charAt(i) - '0');
        if (number > LONGEST) {
          return NONE;
        }
      }
      int letters = i;
      while (i < text.length() && !Lexer.isDigit(text.charAt(i))) {
        i++;
      }
      int next = unit(text, letters, i);
      if (letters == digits || next <= unit || number > LONGEST / MILLISECONDS[next]) {
        return NONE;
      }
      unit = next;
      sum += number * MILLISECONDS[unit];
      if (sum > LONGEST) {
        return NONE;
      }
    }
    return text.isEmpty() ? NONE : sum;
  }

  private static int unit(String text, int from, int to) {
    for (int i = 0; i < UNITS.length; i++) {
      if (to - from == UNITS[i].length() && text.startsWith(UNITS[i], from)) {
        return i;
      }
    }
    return -1;
  }
}
