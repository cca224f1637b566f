package dev.tocsin.harness.backfilled;

import dev.tocsin.harness.servers.PrometheusApi;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.PrometheusApi.Series;
import dev.tocsin.harness.verdict.MissedEvaluations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Prometheus itself has recorded since it was started: its scrapes, its evaluations, and when
 * alerts were pending and firing, all by its own clock. However late somebody looks at it, it says
 * the same.
 */
final class Noted {
  private static final String ALERTS = "ALERTS";
  private static final String SINCE = "ALERTS_FOR_STATE";

  private final Instant at;
  private final List<Series> series;
  private final Map<String, Long> missed;
  private final Map<String, Instant> evaluated;

  /**
   * For tests; see {@link #by}.
   *
   * @param at when it was asked
   * @param missed evaluations that were left out, by group
   * @param evaluated when each group was evaluated last
   */
  Noted(Instant at, List<Series> series, Map<String, Long> missed, Map<String, Instant> evaluated) {
    this.at = at;
    this.series = List.copyOf(series);
    this.missed = Map.copyOf(missed);
    this.evaluated = Map.copyOf(evaluated);
  }

  /** By this Prometheus, which was started then: nothing of its history is among it. */
  static Noted by(PrometheusApi prometheus, Instant started) {
    Map<String, Long> missed = MissedEvaluations.of(prometheus).byGroup();
    Map<String, Instant> evaluated = new TreeMap<>();
    prometheus
        .ownBy("prometheus_rule_group_last_evaluation_timestamp_seconds", "rule_group")
        .forEach(
            (group, seconds) ->
                evaluated.put(
                    MissedEvaluations.name(group),
                    Instant.ofEpochMilli(Math.round(seconds * 1000))));
    Instant at = Instant.now();
    long window = Duration.between(started, at).toMillis() + 1000;
    List<Series> since = new ArrayList<>();
    for (Series one :
        prometheus.samples("{__name__=~\"up|" + ALERTS + "|" + SINCE + "\"}[" + window + "ms]")) {
      List<Sample> samples =
          one.samples().stream().filter(sample -> sample.at().isAfter(started)).toList();
      if (!samples.isEmpty()) {
        since.add(new Series(one.labels(), samples));
      }
    }
    return new Noted(at, since, missed, evaluated);
  }

  Instant at() {
    return at;
  }

  /** How many evaluations of each group were left out. */
  Map<String, Long> missed() {
    return missed;
  }

  /** When a group was evaluated last. */
  Optional<Instant> evaluated(String group) {
    return Optional.ofNullable(evaluated.get(group)).filter(it -> it.toEpochMilli() > 0);
  }

  /** The scrapes of a target, in their order: 1 where it answered, else 0. */
  List<Sample> scrapes(String address) {
    return of("up").stream()
        .filter(one -> address.equals(one.labels().get("instance")))
        .flatMap(one -> one.samples().stream())
        .toList();
  }

  /** When a case's alert was first recorded to be firing. */
  Optional<Instant> firing(String alert, Backfilled.Actor actor) {
    return first(alert, actor, "firing").map(Sample::at);
  }

  /** When it was first recorded to be pending. */
  Optional<Instant> pending(String alert, Backfilled.Actor actor) {
    return first(alert, actor, "pending").map(Sample::at);
  }

  private Optional<Sample> first(String alert, Backfilled.Actor actor, String state) {
    return of(ALERTS).stream()
        .filter(one -> isOf(one, alert, actor) && state.equals(one.labels().get("alertstate")))
        .map(one -> one.samples().get(0))
        .min((a, b) -> a.at().compareTo(b.at()));
  }

  /** Since when it was active, in whole seconds, as was recorded last. */
  Optional<Instant> since(String alert, Backfilled.Actor actor) {
    return of(SINCE).stream()
        .filter(one -> isOf(one, alert, actor))
        .map(one -> one.samples().get(one.samples().size() - 1))
        .max((a, b) -> a.at().compareTo(b.at()))
        .map(last -> Instant.ofEpochSecond((long) last.value()));
  }

  private static boolean isOf(Series one, String alert, Backfilled.Actor actor) {
    return alert.equals(one.labels().get("alertname")) && actor.isAt(one.labels());
  }

  private List<Series> of(String metric) {
    return series.stream().filter(one -> metric.equals(one.labels().get("__name__"))).toList();
  }
}
