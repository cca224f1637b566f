package dev.tocsin.harness.compressed;

import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.sink.AlertMention;
import dev.tocsin.harness.sink.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one destination is told of an alert that fires: often enough and no oftener, in the right
 * words, in time and in order, and of its end as well where it asks for that.
 */
final class Messages {
  /** How long a notification may take, in real time, that is due. */
  private static final Duration DELIVERING = Duration.ofSeconds(10);

  private final Played played;
  private final Recording seen;
  private final Notes notes;
  private final Recording.Life life;
  private final String destination;
  private final List<ExpectedNotification> ways;
  private final List<AlertMention> begins;
  private final List<AlertMention> ends;
  private final Reasons reasons;

  /** With whom it shares what is told, so that less can be asked of it. */
  private final Set<Recording.Life> mates;

  /**
   * What is told of an alert.
   *
   * @param ways by which the destination is to be told
   * @param mentions what it was told
   */
  Messages(
      Played played,
      Notes notes,
      Recording.Life life,
      String destination,
      List<ExpectedNotification> ways,
      List<AlertMention> mentions) {
    this.played = played;
    this.seen = played.seen();
    this.notes = notes;
    this.life = life;
    this.destination = destination;
    this.ways = ways;
    this.begins = mentions.stream().filter(it -> !it.resolved()).toList();
    this.ends = mentions.stream().filter(AlertMention::resolved).toList();
    this.reasons = new Reasons(played);
    this.mates = new GroupedAlerts(played).at(destination, life, ways);
  }

  static String headlines(List<AlertMention> mentions) {
    return Texts.list(mentions.stream().map(it -> it.delivery().headline()).toList());
  }

  /** Judges whether it was told as it should be. */
  boolean judge() {
    int before = notes.count();
    if (begins.isEmpty()) {
      notes.found(
          destination
              + " was not told that it fires"
              + reasons.grouped(life, ways)
              + reasons.why(life, ways));
      return false;
    }
    oftenEnough();
    notTooOften();
    words();
    theEnd();
    inTime();
    inOrder();
    if (notes.count() == before) {
      notes.held(
          destination + " is told",
          begins.size()
              + " times that it fires, "
              + ends.size()
              + " times that it has ended"
              + (mates.isEmpty()
                  ? ""
                  : "; it shares notifications with "
                      + Texts.list(mates.stream().map(it -> Texts.labels(it.labels())).toList())));
    }
    return notes.count() == before;
  }

  /** Each route and each integration sends messages of its own, and one is no proof of another. */
  private void oftenEnough() {
    Set<String> silent = new TreeSet<>();
    if (begins.stream().allMatch(it -> it.delivery() instanceof Delivery.WebhookCall)) {
      ways.forEach(way -> silent.add(way.route().receiver().name()));
      for (AlertMention begin : begins) {
        if (begin.delivery() instanceof Delivery.WebhookCall call) {
          silent.remove(call.receiver());
        }
      }
    }
    if (begins.size() < ways.size() || !silent.isEmpty()) {
      notes.found(
          destination
              + " was told "
              + begins.size()
              + " times that it fires, and is to be told once by each of "
              + Texts.list(
                  ways.stream()
                      .map(
                          it ->
                              it.route().receiver().name()
                                  + " by the route at "
                                  + it.route().origin())
                      .toList())
              + (silent.isEmpty() ? "" : "; nothing came of " + Texts.list(silent))
              + reasons.why(life, ways));
    }
  }

  /** It is told again after a time, and whenever one of its group comes or goes. */
  private void notTooOften() {
    Duration fired = seen.clock().inVirtual(Duration.between(life.firedFirst(), life.firedLast()));
    long allowed = 0;
    for (ExpectedNotification way : ways) {
      allowed += 1 + fired.dividedBy(way.repeated()) + 2L * mates.size();
    }
    if (begins.size() > Math.max(1, allowed)) {
      notes.found(
          destination
              + " was told "
              + begins.size()
              + " times that it fires, and "
              + Math.max(1, allowed)
              + " is right: "
              + headlines(begins));
    }
  }

  private void words() {
    String first = begins.get(0).delivery().words();
    for (String words : played.script().scenario().words()) {
      if (begins.stream().noneMatch(it -> it.delivery().words().contains(words))) {
        notes.found(
            destination + " was not told \"" + words + "\", but: " + Moments.oneLine(first));
      }
    }
    String wrong = Prose.wrong(first);
    if (!wrong.isEmpty()) {
      notes.found("what " + destination + " was told " + wrong + ": " + Moments.oneLine(first));
    }
  }

  private void theEnd() {
    long due = ways.stream().filter(ExpectedNotification::resolves).count();
    if (due == 0) {
      if (!ends.isEmpty()) {
        notes.found(
            destination + " was told that it has ended, and asks not to be: " + headlines(ends));
      }
      return;
    }
    // In a group, that one of several has ended can stand in a text that tells of the others.
    boolean toldWithOthers =
        !mates.isEmpty()
            && begins.stream().anyMatch(it -> it.delivery().at().isAfter(life.firedLast()));
    if (ends.isEmpty() && !toldWithOthers) {
      notes.found(destination + " was never told that it has ended" + reasons.why(life, ways));
    } else if ((ends.size() > due || !ends.isEmpty() && ends.size() < due) && mates.isEmpty()) {
      notes.found(
          destination
              + " was told "
              + ends.size()
              + " times that it has ended, and "
              + due
              + " is right: "
              + headlines(ends));
    }
  }

  /** Whether it was told as soon as its group may be, with what a busy machine takes. */
  private void inTime() {
    Instant first = first(begins);
    boolean held =
        seen.known(life).stream()
            .flatMap(known -> known.looks().stream())
            .anyMatch(look -> look.suppressed() && look.at().isBefore(first));
    Duration waiting =
        ways.stream()
            .map(ExpectedNotification::waiting)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    Instant latest = life.firedFirst().plus(seen.clock().inReal(waiting)).plus(DELIVERING);
    if (!ways.isEmpty() && !held && first.isAfter(latest)) {
      notes.found(
          destination
              + " was told only at "
              + played.when(first)
              + " that it fires, which it did at "
              + played.when(life.firedFirst())
              + "; its group may wait for "
              + Moments.text(waiting)
              + reasons.why(life, ways));
    }
  }

  /** Whether the end was told after the beginning, and after it had come. */
  private void inOrder() {
    if (ends.isEmpty() || !mates.isEmpty() || !ends.stream().allMatch(AlertMention::certain)) {
      return;
    }
    Instant end = first(ends);
    if (end.isBefore(first(begins))) {
      notes.found(
          destination
              + " was told at "
              + played.when(end)
              + " that it has ended, before it was told that it fires, at "
              + played.when(first(begins)));
    } else if (end.isBefore(life.firedLast())) {
      notes.found(
          destination
              + " was told at "
              + played.when(end)
              + " that it has ended, and it fired until "
              + played.when(life.firedLast()));
    }
  }

  private static Instant first(List<AlertMention> mentions) {
    return mentions.stream()
        .map(it -> it.delivery().at())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }
}
