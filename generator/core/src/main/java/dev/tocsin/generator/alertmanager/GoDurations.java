package dev.tocsin.generator.alertmanager;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two ways in which Go programs write durations. */
public final class GoDurations {
  private static final Pattern PROMETHEUS =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final long[] MILLISECONDS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "µs",
          1_000L,
          "μs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);
  private static final BigInteger LIMIT = BigInteger.valueOf(Long.MAX_VALUE);

  private GoDurations() {}

  /** A duration as Prometheus writes it; empty when it is none. */
  public static Optional<Duration> prometheus(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher found = PROMETHEUS.matcher(text);
    if (text.isEmpty() || !found.matches()) {
      return Optional.empty();
    }
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < MILLISECONDS.length; i++) {
      String count = found.group(i + 1);
      if (count != null) {
        sum = sum.add(new BigInteger(count).multiply(BigInteger.valueOf(MILLISECONDS[i])));
      }
    }
    return sum.multiply(BigInteger.valueOf(1_000_000)).compareTo(LIMIT) > 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(sum.longValue()));
  }

  /** Whether Go's {@code time.ParseDuration} takes it. */
  static boolean isGo(String text) {
    String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return true;
    }
    if (rest.isEmpty() || rest.length() > 1000) {
      return false;
    }
    Matcher part = PART.matcher(rest);
    BigDecimal sum = BigDecimal.ZERO;
    int at = 0;
    while (at < rest.length()) {
      part.region(at, rest.length());
      if (!part.lookingAt()) {
        return false;
      }
      sum =
          sum.add(
              new BigDecimal(part.group(1))
                  .multiply(BigDecimal.valueOf(NANOSECONDS.getOrDefault(part.group(2), 0L))));
      at = part.end();
    }
    return sum.compareTo(new BigDecimal(LIMIT)) <= 0;
  }
}
