package dev.tocsin.harness.backfilled;

import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.SeriesId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Prometheus has stored before it starts, as <a
 * href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics</a> text.
 */
final class History {
  /**
   * How long Prometheus lets an old sample count, and a little more. OpenMetrics cannot say that a
   * series has ended, so what must have ended is left out from so long ago on.
   */
  private static final Duration LOOKBACK = Duration.ofSeconds(5 * 60 + 30);

  private final Instant waking;
  private final Duration scrape;
  private final FloatLabels floats;
  private final Map<SeriesId, List<String>> samples = new LinkedHashMap<>();

  /**
   * @param waking its end
   * @param scrape how often targets were scraped
   * @param floats as the Prometheus that reads it stores what it scrapes; else the series of the
   *     history would be others than those that it goes on with
   */
  History(Instant waking, Duration scrape, FloatLabels floats) {
    this.waking = waking;
    this.scrape = scrape;
    this.floats = floats;
  }

  /**
   * Of a target, as far back as its alert looks.
   *
   * @param address its {@code instance}
   */
  void target(Part part, String address, BackfilledCase theCase) {
    Instant anchor = theCase.anchor(waking);
    Duration back = theCase.since().minus(theCase.one().begin());
    long count = Math.min(back.toMillis(), theCase.now().toMillis()) / scrape.toMillis();
    boolean known = part.timeline().isKnown(theCase.now());
    Set<SeriesId> alive =
        known ? part.timeline().samples(theCase.now(), anchor, floats).keySet() : Set.of();
    for (long i = count; i >= 0; i--) {
      Duration ago = scrape.multipliedBy(i);
      Duration moment = theCase.now().minus(ago);
      if (!part.timeline().isKnown(moment)) {
        continue;
      }
      if (known || ago.compareTo(LOOKBACK) > 0) {
        add(
            SeriesId.of("up").scraped(part.job(), address),
            part.timeline().isServing(moment) ? 1 : 0,
            ago);
      }
      for (Map.Entry<SeriesId, Double> sample :
          part.timeline().samples(moment, anchor, floats).entrySet()) {
        if (alive.contains(sample.getKey()) || ago.compareTo(LOOKBACK) > 0) {
          add(sample.getKey().scraped(part.job(), address), sample.getValue(), ago);
        }
      }
    }
  }

  /**
   * Of an alert that has been pending: the instant at which it began, recorded at each evaluation.
   */
  void pending(SortedMap<String, String> labels, Instant since) {
    SortedMap<String, String> named = new TreeMap<>(labels);
    SeriesId id = new SeriesId("ALERTS_FOR_STATE", named);
    long count = Duration.between(since, waking).toMillis() / scrape.toMillis();
    for (long i = count; i >= 0; i--) {
      add(id, since.getEpochSecond(), scrape.multipliedBy(i));
    }
  }

  private void add(SeriesId id, double value, Duration ago) {
    long at = waking.minus(ago).toEpochMilli();
    samples
        .computeIfAbsent(id, key -> new ArrayList<>())
        .add(number(value) + String.format(Locale.ROOT, " %d.%03d", at / 1000, at % 1000));
  }

  private static String number(double value) {
    return Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
  }

  /** How many samples. */
  int size() {
    return samples.values().stream().mapToInt(List::size).sum();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    samples.forEach(
        (id, all) -> {
          String series = id.toString();
          all.forEach(sample -> text.append(series).append(' ').append(sample).append('\n'));
        });
    return text.append("# EOF\n").toString();
  }
}
