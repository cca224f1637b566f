package dev.tocsin.harness.scenario;

import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.series.Timeline;
import java.time.Duration;

/**
 * What happens to a target between two points in time. What it did before is in the timeline; how
 * it recovers is not part of the fault.
 */
@FunctionalInterface
public interface Fault {
  /**
   * Lets it happen.
   *
   * @param before the target's life until {@code begin}
   * @param begin from when on, in virtual time
   * @param end until when
   */
  Timeline happen(Timeline before, Duration begin, Duration end);

  /** The target exports this. */
  static Fault exporting(Load load) {
    return (before, begin, end) -> before.serving(begin, load);
  }

  /** The target does not answer. */
  static Fault down() {
    return (before, begin, end) -> before.down(begin);
  }

  /**
   * The target is gone from service discovery: it is not scraped, so it has no {@code up} series,
   * which {@code absent} detects. Its series end, and remain in range windows for a while.
   *
   * <p>Such a case has a test bed of its own, since no other target of its job may exist.
   * Prometheus reads service discovery every five seconds, which cannot be compressed: the case
   * continues after that, and a case in which the target comes back too early to fire is proven in
   * virtual time only. With prepared history its windows are empty: what the target mutes is not
   * proven there.
   */
  static Fault gone() {
    return (before, begin, end) -> before.gone(begin);
  }

  /** The target was restarted once: its counters begin at 0, and it exports this load. */
  static Fault restarted(Load load) {
    return (before, begin, end) -> before.restarting(begin, load);
  }

  /**
   * The target crashes again and again.
   *
   * @param up how long each life lasts
   * @param down how long it does not answer in between
   * @param load what it exports meanwhile
   */
  static Fault crashing(Duration up, Duration down, Load load) {
    if (up.isZero() || up.isNegative() || down.isNegative()) {
      throw new IllegalArgumentException(
          "invalid crash loop of "
              + Texts.of(up)
              + " up and "
              + Texts.of(down)
              + " down: up must be longer than 0, and down must not be negative");
    }
    return (before, begin, end) -> {
      Timeline timeline = before;
      for (Duration at = begin; at.compareTo(end) < 0; at = at.plus(up).plus(down)) {
        timeline = timeline.restarting(at, load);
        Duration crash = at.plus(up);
        if (!down.isZero() && crash.compareTo(end) < 0) {
          timeline = timeline.down(crash);
        }
      }
      return timeline;
    };
  }
}
