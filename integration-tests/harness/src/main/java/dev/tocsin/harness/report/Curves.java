package dev.tocsin.harness.report;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.harness.scenario.Compared;
import dev.tocsin.harness.servers.PrometheusApi;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.PrometheusApi.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * How the values that alerts look at went, as Prometheus calculates them afterwards from what it
 * scraped: asked once for each alert, and then handed out to its proofs.
 */
@API(status = API.Status.INTERNAL)
public final class Curves {
  private static final int STEPS = 160;

  /** More than these would hide each other. */
  private static final int MOST = 4;

  private static final Curves NONE = new Curves("", "", Optional.empty(), List.of());

  private final String name;
  private final String expression;
  private final Optional<Curve.Limit> limit;
  private final List<Series> series;

  private Curves(String name, String expression, Optional<Curve.Limit> limit, List<Series> series) {
    this.name = name;
    this.expression = expression;
    this.limit = limit;
    this.series = series;
  }

  /**
   * Asks Prometheus.
   *
   * @param shipped the alert as it ships, for what is notified
   * @param rehearsed the alert as it was played, for what is asked
   * @param since from this moment on, until now
   * @throws dev.tocsin.harness.servers.ServerException when it cannot be asked
   */
  public static Curves of(PrometheusApi prometheus, Alert shipped, Alert rehearsed, Instant since) {
    long milliseconds = Duration.between(since, Instant.now()).toMillis();
    if (milliseconds < STEPS) {
      return NONE;
    }
    Compared notified = Compared.of(shipped.expr());
    String asked = Compared.of(rehearsed.expr()).value().text();
    long step = Math.max(1, milliseconds / STEPS);
    List<Series> all = prometheus.samples("(" + asked + ")[" + milliseconds + "ms:" + step + "ms]");
    return new Curves(
        shipped.name(),
        notified.value().text().replaceAll("\\s+", " "),
        notified.limit().stream()
            .mapToObj(value -> new Curve.Limit(notified.operator(), value))
            .findFirst(),
        all);
  }

  /**
   * The curves of a proof; where there are many, those that come nearest to firing.
   *
   * @param labels that its series have; a label that a series lacks does not count
   * @param until values after this moment are left out
   * @param virtual the proof's own virtual time
   */
  public List<Curve> matching(
      Map<String, String> labels, Instant until, Function<Instant, Duration> virtual) {
    Comparator<Curve> urgent = Comparator.comparingDouble(this::nearness).reversed();
    return series.stream()
        .filter(one -> agrees(one.labels(), labels))
        .map(one -> curve(one, until, virtual))
        .filter(curve -> curve.points().size() > 1)
        .sorted(urgent)
        .limit(MOST)
        .toList();
  }

  private static boolean agrees(Map<String, String> seen, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            label -> seen.getOrDefault(label.getKey(), label.getValue()).equals(label.getValue()));
  }

  private Curve curve(Series one, Instant until, Function<Instant, Duration> virtual) {
    Map<String, String> labels = new TreeMap<>(one.labels());
    labels.remove("__name__");
    List<Curve.Point> points = new ArrayList<>();
    for (Sample sample : one.samples()) {
      if (!sample.at().isAfter(until)) {
        points.add(new Curve.Point(virtual.apply(sample.at()).toMillis() / 1000.0, sample.value()));
      }
    }
    return new Curve(expression, labels, "", limit, points);
  }

  /** How far its furthest value is on the side where the alert fires. */
  private double nearness(Curve curve) {
    boolean below = limit.isPresent() && limit.get().operator().startsWith("<");
    return curve.points().stream()
        .mapToDouble(point -> below ? -point.value() : point.value())
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  /** The curves of all alerts, by their names; the first, where several rules share a name. */
  public static Map<String, Curves> of(
      PrometheusApi prometheus, List<Alert> shipped, List<Alert> rehearsed, Instant since) {
    Map<String, Curves> curves = new LinkedHashMap<>();
    for (Alert alert : shipped) {
      rehearsed.stream()
          .filter(played -> played.name().equals(alert.name()))
          .findFirst()
          .filter(played -> !curves.containsKey(alert.name()))
          .ifPresent(played -> curves.put(alert.name(), of(prometheus, alert, played, since)));
    }
    return curves;
  }

  /** Nothing is known. */
  public static Curves none() {
    return NONE;
  }

  @Override
  public String toString() {
    return name + ": " + series.size() + " series of " + expression;
  }
}
