package dev.tocsin.harness.backfill;

import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.stack.PrometheusApi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the machine kept up well enough to hold against an alert what was seen of a story. What
 * Prometheus did not look at it cannot fire on, and what came late was not there in time.
 *
 * @param answered how long it took until Prometheus answered
 * @param stoodStill the longest time between two of our own looks
 */
record Pace(Duration answered, Duration stoodStill) {
  /** Three intervals: so much later shifts no window that Prometheus looks at. */
  private static final Duration GAP = Duration.ofSeconds(3);

  /** A cold Prometheus begins to scrape after five seconds, and starts within two. */
  private static final Duration START = Duration.ofSeconds(10);

  /**
   * Why nothing can be said of a story that does not hold; empty when its verdict stands.
   *
   * @param waking when Prometheus' history ends
   * @param started when Prometheus was
   */
  String reasonAgainst(
      Story story, Backfilled.Actor actor, Noted noted, Instant waking, Instant started) {
    Map<String, Long> missed = new TreeMap<>(noted.missed());
    missed.values().removeIf(count -> count <= 0);
    if (!missed.isEmpty()) {
      return "evaluations of rules were missed: " + Texts.fields(missed);
    }
    if (answered.compareTo(START) > 0) {
      return "Prometheus answered only after " + answered.toMillis() + " ms";
    }
    if (stoodStill.compareTo(GAP) > 0) {
      return "nobody looked on for " + stoodStill.toMillis() + " ms";
    }
    for (Part part : story.one().cast()) {
      String address = actor.addresses().getOrDefault(part.name(), "");
      if (part.timeline().isKnown(story.now())) {
        String reason = scrapes(story, part, address, noted, waking, started);
        if (!reason.isEmpty()) {
          return reason;
        }
      }
    }
    return "";
  }

  private static String scrapes(
      Story story, Part part, String address, Noted noted, Instant waking, Instant started) {
    List<Sample> all = noted.scrapes(address);
    Instant last = started.plus(START).minus(GAP);
    for (Sample scrape : all) {
      Duration moment = Duration.between(story.anchor(waking), scrape.at());
      boolean answers =
          part.timeline().servedBetween(moment.minus(Backfilled.INTERVAL), moment)
              && part.timeline().servedBetween(moment, moment.plus(Backfilled.INTERVAL));
      if (answers && scrape.value() != 1) {
        return "a scrape of " + address + " failed that was to be answered, at " + scrape.at();
      }
      if (late(last, scrape.at())) {
        return gap(address, last, scrape.at());
      }
      last = scrape.at().isAfter(last) ? scrape.at() : last;
    }
    return late(last, noted.at()) ? gap(address, last, noted.at()) : "";
  }

  private static boolean late(Instant one, Instant next) {
    return Duration.between(one, next).compareTo(GAP) > 0;
  }

  private static String gap(String address, Instant from, Instant to) {
    return address
        + " was not scraped for "
        + Duration.between(from, to).toMillis()
        + " ms, from "
        + from
        + " on";
  }
}
