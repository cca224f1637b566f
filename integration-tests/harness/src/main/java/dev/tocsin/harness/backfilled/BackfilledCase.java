package dev.tocsin.harness.backfilled;

import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A case of which the most part has happened when Prometheus starts.
 *
 * @param name unlike any other
 * @param title for reports
 * @param since when, in the case's time, the alert's condition has begun to hold for certain; with
 *     {@code for} over, it must fire
 * @param now how far, in the case's time, the case has come when Prometheus starts
 * @param room how much of everything that waits, 1 at first, and more when it is replayed
 */
record BackfilledCase(
    Case one, Ending ending, String name, String title, Duration since, Duration now, int room) {
  /** How short of {@code for} one that is too early is, at first. */
  static final Duration SHORT = Duration.ofSeconds(6);

  private static final Duration OVER = Duration.ofSeconds(1);

  /** What must follow. */
  enum Ending {
    /** Its {@code for} is over: it fires as soon as rules are evaluated, and is delivered. */
    FIRES,
    /** A few seconds of {@code for} are left: it is pending, and fires when they are over. */
    TOO_EARLY,
    /** Just within its threshold: it is not even pending. */
    WITHIN,
    /** Nothing that it is about: it does not fire. */
    SILENT
  }

  /** Those that a case makes; none where only its end would be judged. */
  static List<BackfilledCase> of(Case one) {
    Duration since = one.firesBy().minus(one.pending());
    Duration over = one.firesBy().plus(OVER);
    List<BackfilledCase> cases = new ArrayList<>();
    switch (one.kind()) {
      case FIRES -> {
        cases.add(new BackfilledCase(one, Ending.FIRES, one.name(), one.title(), since, over, 1));
        // What is gone needs a stack of its own, and its rule is proven so by others.
        if (one.pending().compareTo(SHORT.multipliedBy(2)) > 0 && !one.hasTargetGone()) {
          cases.add(tooEarly(one, since, 1));
        }
      }
      case WITHIN ->
          cases.add(
              new BackfilledCase(one, Ending.WITHIN, one.name(), one.title(), since, over, 1));
      case SILENT -> {
        // With for, a Prometheus that starts would not let it fire within seconds anyway.
        if (one.pending().isZero()) {
          cases.add(
              new BackfilledCase(one, Ending.SILENT, one.name(), one.title(), since, over, 1));
        }
      }
      case TOO_SHORT -> {
        // Its end decides, which is for other methods.
      }
    }
    return cases;
  }

  /** Of an alert that fires all the time. */
  static BackfilledCase always(Case one) {
    return new BackfilledCase(
        one, Ending.FIRES, one.name(), one.title(), Duration.ZERO, one.firesBy().plus(OVER), 1);
  }

  private static BackfilledCase tooEarly(Case one, Duration since, int room) {
    Duration half = one.pending().dividedBy(2);
    Duration more = SHORT.multipliedBy(room);
    Duration lacking = more.compareTo(half) < 0 ? more : half;
    return new BackfilledCase(
        one,
        Ending.TOO_EARLY,
        one.name() + "-early",
        one.title() + ", " + lacking.toSeconds() + " s before it fires",
        since,
        one.firesBy().minus(lacking),
        room);
  }

  /** The same with this many times as much time for all that waits, for a slow machine. */
  BackfilledCase room(int times) {
    return ending == Ending.TOO_EARLY
        ? tooEarly(one, since, times)
        : new BackfilledCase(one, ending, name, title, since, now, times);
  }

  /** How much of {@code for} is left when Prometheus starts. */
  Duration lacking() {
    return one.firesBy().minus(now);
  }

  /** Whether a target is known and answers when Prometheus starts. */
  boolean isServing(Part part) {
    return part.timeline().isKnown(now) && part.timeline().isServing(now);
  }

  /** Whether the alert must fire in the end. */
  boolean fires() {
    return ending == Ending.FIRES || ending == Ending.TOO_EARLY;
  }

  /** The kind of case that it proves. */
  Case.Kind kind() {
    return ending == Ending.TOO_EARLY ? Case.Kind.TOO_SHORT : one.kind();
  }

  /** When the case began, if Prometheus starts at this instant. */
  Instant anchor(Instant waking) {
    return waking.minus(now);
  }

  /** Since when the alert has been pending, as Prometheus would have recorded it. */
  Optional<Instant> pendingSince(Instant waking) {
    return fires() && !one.pending().isZero()
        ? Optional.of(anchor(waking).plus(since))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return one.scenario().alert() + ": " + title;
  }
}
