package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.verdict.Scrapes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says of a case what does not hold: a function of its script, the definition and what was seen,
 * and of nothing else. This class has what is judged, in its order; how is in a class for each.
 */
final class Judge {
  private final Played played;
  private final Case script;
  private final Recording seen;
  private final Notes notes;
  private final Notified notified;
  private final Muting muting;

  private Judge(Played played) {
    this.played = played;
    this.script = played.script();
    this.seen = played.seen();
    this.notes = new Notes(seen);
    this.notified = new Notified(played, notes);
    this.muting = new Muting(played, notes);
  }

  /**
   * Judges a case by what was seen.
   *
   * @param test bed the kind of test bed: on one of its own an alert without an address is its own
   *     too
   * @param evaluation how often rules are evaluated, in virtual time
   */
  static Verdict judge(
      Suite suite, Case script, Recording seen, TestBedPlan.Kind bed, Duration evaluation) {
    return new Judge(Played.of(suite, script, seen, bed, evaluation)).judge();
  }

  /** What happens in it, in a few words. */
  static String title(Case script, TestBedPlan.Kind bed) {
    return bed.isOutOfHours() ? script.title() + ", out of hours" : script.title();
  }

  private Verdict judge() {
    script(Mark.FAULT_BEGINS, "the fault begins: " + script.title(), script.begin());
    script(Mark.FAULT_ENDS, "the fault ends", script.end());
    scraped();
    if (script.fires()) {
      new Firing(played, notes).judge().ifPresent(this::fired);
    } else {
      new NotFiringJudge(played, notes).judge();
    }
    new Others(played, notes).judge();
    return verdict();
  }

  private void fired(Recording.Life life) {
    int before = notes.count();
    notified.judge(life);
    if (notes.count() == before) {
      muting.heldBack(life);
    }
    muting.judge(life);
  }

  private Verdict verdict() {
    return new Verdict(
        played.alert(),
        played.rule().stream().toList(),
        title(script, played.bed()),
        Optional.of(script),
        script.fires() && !notified.isWithoutNotification(),
        notes.findings(),
        notes.evidence(),
        notified.deliveries(),
        notified.notified(),
        notified.through(),
        muting.muted(),
        notified.outside(),
        Duration.between(seen.began(), lastEvent()).toMillis() / 1000.0);
  }

  private Instant lastEvent() {
    List<Evidence.Event> events = notes.evidence().events();
    return events.isEmpty() ? seen.ended() : events.get(events.size() - 1).at();
  }

  private void script(Mark mark, String what, Duration moment) {
    notes
        .evidence()
        .saw(
            mark,
            played.alert(),
            seen.at(moment),
            moment,
            "script",
            what,
            Map.of("target", played.target()));
  }

  /** A target that nobody asks proves nothing. */
  private void scraped() {
    Scrapes scrapes = seen.keepingUp().scrapes().get(played.target());
    if (scrapes == null || scrapes.made() == 0) {
      notes.found("its target " + played.target() + " was never scraped, so nothing is proven");
    } else {
      notes.held(
          "its target is scraped and the rules are evaluated all the time",
          scrapes.made() + " scrapes, " + seen.keepingUp().evaluations() + " evaluations");
    }
  }
}
