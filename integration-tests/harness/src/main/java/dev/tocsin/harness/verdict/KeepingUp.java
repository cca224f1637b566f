package dev.tocsin.harness.verdict;

import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.PrometheusApi;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.PrometheusApi.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * How the machine kept up while something was played, by what Prometheus itself recorded.
 *
 * @param evaluations how many were due of a rule group
 * @param missed how many were missed, by the names of rule groups
 * @param scrapes by target
 */
@API(status = API.Status.INTERNAL)
public record KeepingUp(long evaluations, Map<String, Long> missed, Map<String, Scrapes> scrapes) {
  public KeepingUp {
    missed = Map.copyOf(missed);
    scrapes = Map.copyOf(scrapes);
  }

  /** What was done to targets on purpose, which says nothing of the machine. */
  public interface Script {
    /** Whether a target was to answer around an instant. */
    boolean mustAnswer(String instance, Instant at);

    /** When a target was not to be scraped. */
    Scrapes.Away away(String instance);
  }

  /**
   * As this Prometheus recorded it.
   *
   * @param from since when
   * @param before the evaluations that had been missed then
   * @param scrape the scrape interval
   * @param evaluation the evaluation interval
   */
  public static KeepingUp of(
      PrometheusApi prometheus,
      Instant from,
      MissedEvaluations before,
      Duration scrape,
      Duration evaluation,
      Script script) {
    Instant now = Instant.now();
    long lasted = Duration.between(from, now).toMillis();
    String window = "[" + (lasted + 1) + "ms]";
    Map<String, Duration> longest = new TreeMap<>();
    // Asked as one number for each target, for this is asked again and again.
    for (Sample one : prometheus.query("max_over_time(scrape_duration_seconds" + window + ")")) {
      longest.merge(
          one.labels().getOrDefault("instance", ""),
          Duration.ofNanos(Math.round(one.value() * 1e9)),
          (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
    Map<String, Scrapes> scrapes = new TreeMap<>();
    for (Series up : prometheus.samples("up" + window)) {
      String instance = up.labels().getOrDefault("instance", "");
      Scrapes.Away away = script.away(instance);
      scrapes.put(
          instance,
          new Scrapes(
              (lasted - away.within(from, now)) / Math.max(1, scrape.toMillis()),
              up.samples().size(),
              Scrapes.failed(up.samples(), at -> script.mustAnswer(instance, at)),
              Scrapes.longestGap(up.samples().stream().map(Sample::at).toList(), scrape, away),
              longest.getOrDefault(instance, Duration.ZERO)));
    }
    return new KeepingUp(
        lasted / Math.max(1, evaluation.toMillis()),
        MissedEvaluations.of(prometheus).since(before),
        scrapes);
  }

  /** Of these rule groups and targets alone. */
  public KeepingUp only(Predicate<String> groups, Predicate<String> instances) {
    Map<String, Long> itsMissed = new TreeMap<>(missed);
    itsMissed.keySet().removeIf(groups.negate());
    Map<String, Scrapes> itsScrapes = new TreeMap<>(scrapes);
    itsScrapes.keySet().removeIf(instances.negate());
    return new KeepingUp(evaluations, itsMissed, itsScrapes);
  }

  /** What of it is beyond this tolerance. */
  public Slowness slowness(Tolerance tolerance) {
    List<String> reasons = new ArrayList<>();
    Map<String, Long> tooMany = new TreeMap<>(missed);
    tooMany.values().removeIf(count -> count <= tolerance.missed() * evaluations);
    if (!tooMany.isEmpty()) {
      reasons.add("missed evaluations of rule groups: " + Texts.fields(tooMany));
    }
    new TreeMap<>(scrapes)
        .forEach((target, its) -> its.problem(target, tolerance).ifPresent(reasons::add));
    return new Slowness(reasons, 0);
  }
}
