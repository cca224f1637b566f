package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.go.GoDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects changes, and what prevents a rehearsal. */
final class Changes {
  private final List<Change> changes = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  /** Notes a change, unless nothing changes. */
  void note(Change.Reason reason, String place, String shipped, String rehearsed) {
    if (!shipped.equals(rehearsed)) {
      changes.add(new Change(reason, place, shipped, rehearsed));
    }
  }

  /** Notes changes that were made before. */
  void addAll(List<Change> more) {
    changes.addAll(more);
  }

  void note(String place, Duration shipped, Duration rehearsed) {
    note(Change.Reason.TIME, place, GoDuration.text(shipped), GoDuration.text(rehearsed));
  }

  void refuse(String reason) {
    if (!refusals.contains(reason)) {
      refusals.add(reason);
    }
  }

  /** Says what causes refusals, if there are any. */
  void explainRefusals(String why) {
    if (!refusals.isEmpty()) {
      refuse(why);
    }
  }

  List<Change> all() {
    return List.copyOf(changes);
  }

  void throwIfRefused(String name) {
    if (!refusals.isEmpty()) {
      throw new IllegalArgumentException(
          "\"" + name + "\" cannot be rehearsed:\n  - " + String.join("\n  - ", refusals));
    }
  }
}
