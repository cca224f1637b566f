package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.series.Timeline;
import dev.tocsin.harness.testbed.TestBed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets scripts go on from one change of what discovery knows to the next. When a target goes, all
 * scripts wait until Prometheus has seen it, and the target does meanwhile what it did; when it
 * comes back, it does so at once.
 */
final class Turns {
  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final TestBed bed;
  private final Map<String, Timeline> parts;
  private final List<Duration> left;
  private final List<Hold> holds = new ArrayList<>();
  private Instant began = Instant.EPOCH;
  private boolean waiting;

  Turns(TestBed bed, Map<String, Timeline> parts) {
    this.bed = bed;
    this.parts = parts;
    Set<Duration> moments = new TreeSet<>();
    parts.values().forEach(script -> moments.addAll(script.turns()));
    this.left = new ArrayList<>(moments);
  }

  /** Lets all scripts begin. */
  Instant begin() {
    Duration now = left.isEmpty() ? bed.begin() : bed.play(Duration.ZERO, left.get(0));
    began = bed.clock().anchor().plus(bed.clock().inReal(now));
    return began;
  }

  /** Does what is due. */
  void look() {
    if (left.isEmpty()) {
      return;
    }
    Instant now = Instant.now();
    Duration turn = left.get(0);
    Set<String> turning = new TreeSet<>();
    parts.forEach(
        (name, script) -> {
          if (script.turns().contains(turn)) {
            turning.add(name);
          }
        });
    if (!waiting && since(now).compareTo(turn) >= 0) {
      Instant due = Hold.at(bed.clock(), began, holds, turn);
      holds.add(new Hold(due, now));
      waiting = true;
      boolean comes = false;
      for (String name : turning) {
        boolean known = known(name, turn);
        comes |= known;
        if (known) {
          bed.announce(name);
        } else {
          bed.withdraw(name);
        }
      }
      if (comes) {
        play(turn);
      }
    }
    if (waiting) {
      boolean seen = turning.stream().allMatch(name -> bed.knows(name) == known(name, turn));
      Instant from = holds.remove(holds.size() - 1).from();
      holds.add(new Hold(from, Instant.now()));
      if (seen) {
        waiting = false;
        boolean goes = turning.stream().noneMatch(name -> known(name, turn));
        if (goes) {
          play(turn);
        }
        left.remove(0);
      }
    }
  }

  private void play(Duration turn) {
    bed.play(turn, left.size() > 1 ? left.get(1) : FOREVER);
  }

  private boolean known(String name, Duration moment) {
    Timeline script = parts.get(name);
    return script == null || script.isKnown(moment);
  }

  private Duration since(Instant at) {
    return Hold.since(bed.clock(), began, holds, at);
  }

  /** Whether all that discovery is to be notified has been seen. */
  boolean areOver() {
    return left.isEmpty();
  }

  /** The times that scripts have waited. */
  List<Hold> holds() {
    return List.copyOf(holds);
  }
}
