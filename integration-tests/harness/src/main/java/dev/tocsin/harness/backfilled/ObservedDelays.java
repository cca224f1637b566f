package dev.tocsin.harness.backfilled;

import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.verdict.KeepingUp;
import dev.tocsin.harness.verdict.Scrapes;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was late of the stack itself and of who looks at it, beside what Prometheus recorded.
 *
 * @param answered how long it took until Prometheus answered
 * @param stoodStill the longest time between two of our own looks
 */
record ObservedDelays(Duration answered, Duration stoodStill) {
  private static final Duration GAP =
      Duration.ofMillis(Math.round(Backfilled.INTERVAL.toMillis() * Tolerance.GAP));

  /**
   * Whether the machine was too slow for a case that does not hold.
   *
   * @param waking when Prometheus' history ends
   * @param started when Prometheus was
   */
  Slowness slowness(
      BackfilledCase theCase,
      Backfilled.Actor actor,
      Noted noted,
      Instant waking,
      Instant started) {
    Slowness own = Slowness.NONE;
    if (answered.compareTo(Tolerance.START) > 0) {
      own =
          own.and(
              Slowness.because("Prometheus answered only after " + answered.toMillis() + " ms"));
    }
    if (stoodStill.compareTo(GAP) > 0) {
      own = own.and(Slowness.because("no look at it for " + stoodStill.toMillis() + " ms"));
    }
    Map<String, Scrapes> scrapes = new TreeMap<>();
    for (Part part : theCase.one().cast()) {
      String address = actor.addresses().getOrDefault(part.name(), "");
      if (part.timeline().isKnown(theCase.now())) {
        scrapes.put(
            address, scrapes(theCase, part, noted.scrapes(address), noted, waking, started));
      }
    }
    return new KeepingUp(0, noted.missed(), scrapes).slowness(Tolerance.NONE).and(own);
  }

  /** From the first one that is due until Prometheus was asked. */
  private static Scrapes scrapes(
      BackfilledCase theCase,
      Part part,
      List<Sample> up,
      Noted noted,
      Instant waking,
      Instant started) {
    Instant first = started.plus(Tolerance.START).minus(GAP);
    List<Instant> moments = new ArrayList<>(List.of(first));
    up.stream().map(Sample::at).filter(at -> at.isAfter(first)).forEach(moments::add);
    moments.add(noted.at());
    return new Scrapes(
        Math.max(0, Duration.between(first, noted.at()).dividedBy(Backfilled.INTERVAL)),
        up.size(),
        Scrapes.failed(up, at -> answers(part, Duration.between(theCase.anchor(waking), at))),
        Scrapes.longestGap(moments, Backfilled.INTERVAL, (from, to) -> 0),
        Duration.ZERO);
  }

  /** Whether a target's script lets it answer around a moment. */
  private static boolean answers(Part part, Duration moment) {
    return part.timeline().servedBetween(moment.minus(Backfilled.INTERVAL), moment)
        && part.timeline().servedBetween(moment, moment.plus(Backfilled.INTERVAL));
  }
}
