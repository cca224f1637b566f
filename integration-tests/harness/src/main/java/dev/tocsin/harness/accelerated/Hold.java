package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.series.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A time in which a script waited for Prometheus to see what discovery knows. Prometheus looks
 * every five seconds, which nothing compresses, so it is no part of the case's time.
 */
record Hold(Instant from, Instant until) {
  private Duration before(Instant at) {
    Instant end = at.isBefore(until) ? at : until;
    return end.isAfter(from) ? Duration.between(from, end) : Duration.ZERO;
  }

  /** How many milliseconds of it lie between two instants. */
  long within(Instant begin, Instant end) {
    return before(end).minus(before(begin)).toMillis();
  }

  /** How long scripts had run at an instant, in virtual time, if they began then. */
  static Duration since(VirtualClock clock, Instant began, List<Hold> holds, Instant at) {
    Duration waited = Duration.ZERO;
    for (Hold hold : holds) {
      waited = waited.plus(hold.before(at));
    }
    return clock.inVirtual(Duration.between(began, at).minus(waited));
  }

  /** The instant at which scripts had run so long; the last one, where they waited. */
  static Instant at(VirtualClock clock, Instant began, List<Hold> holds, Duration moment) {
    Instant at = began.plus(clock.inReal(moment));
    for (Hold hold : holds) {
      if (!at.isBefore(hold.from())) {
        at = at.plus(Duration.between(hold.from(), hold.until()));
      }
    }
    return at;
  }
}
