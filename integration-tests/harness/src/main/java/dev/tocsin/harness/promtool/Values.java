package dev.tocsin.harness.promtool;

import dev.tocsin.dsl.go.GoNumber;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a series as <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series">promtool's
 * notation</a> has them, as short as it goes: {@code 1x8 stale _x3 0+7.5x40}.
 */
final class Values {
  private static final double TINY = 1e-9;

  /** Two in a row are shorter one by one. */
  private static final int WORTH_A_RUN = 3;

  private Values() {}

  /**
   * One sample per interval.
   *
   * @param samples null where there is none; after one, the series has ended there
   */
  static String text(List<@Nullable Double> samples) {
    List<String> words = new ArrayList<>();
    double before = Double.NaN;
    int i = 0;
    while (i < samples.size()) {
      Double first = samples.get(i);
      int end = first == null ? missing(samples, i) : progression(samples, i);
      if (first == null) {
        words.add(gap(i, end));
        before = Double.NaN;
      } else {
        Run run = Run.of(first, samples.get(end - 1), end - i, before);
        words.add(run.text());
        before = run.last();
      }
      i = end;
    }
    return String.join(" ", words);
  }

  /**
   * Equal steps, as promtool expands them: it adds the step again and again, and what binary
   * fractions leave behind adds up.
   *
   * @param last the value that promtool ends with
   */
  private record Run(String text, double last) {
    /**
     * @param before the value that promtool has before; where the run goes on from there it begins
     *     with exactly that, for a counter that falls by a hair has been reset
     */
    static Run of(double first, @Nullable Double end, int length, double before) {
      boolean goesOn = near(first, before);
      String base = goesOn ? plain(BigDecimal.valueOf(before)) : GoNumber.readable(first);
      double last = goesOn ? before : Double.parseDouble(base);
      if (length == 1 || end == null) {
        return new Run(base, last);
      }
      String step = GoNumber.readable((end - first) / (length - 1));
      for (int i = 1; i < length; i++) {
        last += Double.parseDouble(step);
      }
      String change = step.equals("0") ? "" : step.startsWith("-") ? step : "+" + step;
      return new Run(base + change + "x" + (length - 1), last);
    }
  }

  private static int missing(List<@Nullable Double> samples, int from) {
    int end = from;
    while (end < samples.size() && samples.get(end) == null) {
      end++;
    }
    return end;
  }

  private static String gap(int from, int end) {
    boolean ends = from > 0;
    int rest = ends ? end - from - 1 : end - from;
    String absent = rest == 0 ? "" : rest == 1 ? "_" : "_x" + rest;
    return (ends ? "stale " + absent : absent).strip();
  }

  /** Where the run of equal steps that begins there ends. */
  private static int progression(List<@Nullable Double> samples, int from) {
    Double first = samples.get(from);
    Double second = from + 1 < samples.size() ? samples.get(from + 1) : null;
    if (first == null || second == null || !Double.isFinite(first + second)) {
      return from + 1;
    }
    double step = second - first;
    int end = from + 2;
    while (end < samples.size()) {
      Double next = samples.get(end);
      if (next == null || !near(next, first + step * (end - from))) {
        break;
      }
      end++;
    }
    return end - from < WORTH_A_RUN ? from + 1 : end;
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) <= TINY * Math.max(Math.abs(a), Math.abs(b));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
