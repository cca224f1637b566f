package dev.tocsin.harness.verdict;

import dev.tocsin.harness.servers.PrometheusApi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * The scrapes of a target.
 *
 * @param due how many there should have been
 * @param made how many there were
 * @param failed when one failed although the target was to answer
 * @param longestGap between two, in intervals
 * @param longest of them
 */
@API(status = API.Status.INTERNAL)
public record Scrapes(
    long due, long made, List<Instant> failed, double longestGap, Duration longest) {
  public Scrapes {
    failed = List.copyOf(failed);
  }

  /** When, of the samples of {@code up}, a scrape failed although the target was to answer. */
  public static List<Instant> failed(List<Sample> up, Predicate<Instant> mustAnswer) {
    return up.stream()
        .filter(sample -> sample.value() == 0)
        .map(Sample::at)
        .filter(mustAnswer)
        .toList();
  }

  /** A time in which a target was not to be scraped. */
  @FunctionalInterface
  public interface Away {
    /** How many milliseconds of it there are between these. */
    long within(Instant from, Instant to);
  }

  /** The longest time between two of these, in intervals, without that in which it was away. */
  public static double longestGap(List<Instant> moments, Duration interval, Away away) {
    double longest = 0;
    for (int i = 1; i < moments.size(); i++) {
      Instant before = moments.get(i - 1);
      Instant at = moments.get(i);
      long between = Duration.between(before, at).toMillis() - away.within(before, at);
      longest = Math.max(longest, between / (double) Math.max(1, interval.toMillis()));
    }
    return Math.round(longest * 10) / 10.0;
  }

  /** What is beyond this tolerance, in a phrase. */
  Optional<String> problem(String target, Tolerance tolerance) {
    if (failed.size() > tolerance.failed() * due) {
      return Optional.of(failed.size() + " of " + made + " scrapes of " + target + " failed");
    }
    if (made < tolerance.made() * due - 2 || longestGap > tolerance.gap()) {
      return Optional.of(
          made
              + " of "
              + due
              + " due scrapes of "
              + target
              + " were made, the longest gap was "
              + longestGap
              + " intervals");
    }
    return longest.compareTo(tolerance.scrape()) > 0
        ? Optional.of("a scrape of " + target + " took " + longest.toMillis() + " ms")
        : Optional.empty();
  }
}
