package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.receivers.AlertMention;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.series.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The notifications of one destination about an alert that fires: often enough and not too often,
 * in the right words, in time and in order, and of its end as well where it asks for that.
 */
final class Messages {
  /** How long a notification may take, in real time, that is due. */
  private static final Duration DELIVERING = Duration.ofSeconds(10);

  private final Played played;
  private final Recording seen;
  private final Notes notes;
  private final Recording.Life life;
  private final String destination;
  private final List<ExpectedNotification> notifications;
  private final List<AlertMention> begins;
  private final List<AlertMention> ends;
  private final Reasons reasons;

  /** The alerts with which it shares notifications, so that less can be expected of them. */
  private final Set<Recording.Life> mates;

  /**
   * What is notified of an alert.
   *
   * @param notifications by which the destination is to be notified
   * @param mentions what it was notified
   */
  Messages(
      Played played,
      Notes notes,
      Recording.Life life,
      String destination,
      List<ExpectedNotification> notifications,
      List<AlertMention> mentions) {
    this.played = played;
    this.seen = played.seen();
    this.notes = notes;
    this.life = life;
    this.destination = destination;
    this.notifications = notifications;
    this.begins = mentions.stream().filter(it -> !it.resolved()).toList();
    this.ends = mentions.stream().filter(AlertMention::resolved).toList();
    this.reasons = new Reasons(played);
    this.mates = new GroupedAlerts(played).at(destination, life, notifications);
  }

  static String headlines(List<AlertMention> mentions) {
    return Texts.list(mentions.stream().map(it -> it.delivery().headline()).toList());
  }

  /** Judges whether it was notified as it should be. */
  boolean judge() {
    int before = notes.count();
    if (begins.isEmpty()) {
      notes.found(
          "no firing notification to "
              + destination
              + reasons.grouped(life, notifications)
              + reasons.why(life, notifications));
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
          destination + " is notified",
          count(begins, "firing")
              + ", "
              + count(ends, "resolved")
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
      notifications.forEach(notification -> silent.add(notification.route().receiver().name()));
      for (AlertMention begin : begins) {
        if (begin.delivery() instanceof Delivery.WebhookCall call) {
          silent.remove(call.receiver());
        }
      }
    }
    if (begins.size() < notifications.size() || !silent.isEmpty()) {
      notes.found(
          count(begins, "firing")
              + " to "
              + destination
              + ", expected one by each of "
              + Texts.list(
                  notifications.stream()
                      .map(
                          it ->
                              it.route().receiver().name()
                                  + " by the route at "
                                  + it.route().origin())
                      .toList())
              + (silent.isEmpty() ? "" : "; none by " + Texts.list(silent))
              + reasons.why(life, notifications));
    }
  }

  /** It is notified again after a time, and whenever one of its group comes or goes. */
  private void notTooOften() {
    Duration fired = seen.clock().inVirtual(Duration.between(life.firedFirst(), life.firedLast()));
    long allowed = 0;
    for (ExpectedNotification notification : notifications) {
      allowed += 1 + fired.dividedBy(notification.repeated()) + 2L * mates.size();
    }
    if (begins.size() > Math.max(1, allowed)) {
      notes.found(
          count(begins, "firing")
              + " to "
              + destination
              + ", expected at most "
              + Math.max(1, allowed)
              + ": "
              + headlines(begins));
    }
  }

  private void words() {
    String first = begins.get(0).delivery().words();
    for (String words : played.script().scenario().texts()) {
      if (begins.stream().noneMatch(it -> it.delivery().words().contains(words))) {
        notes.found(
            "no notification to "
                + destination
                + " contains \""
                + words
                + "\": "
                + Moments.oneLine(first));
      }
    }
    String wrong = Prose.wrong(first);
    if (!wrong.isEmpty()) {
      notes.found(
          "the notification to " + destination + " " + wrong + ": " + Moments.oneLine(first));
    }
  }

  private void theEnd() {
    long due = notifications.stream().filter(ExpectedNotification::resolves).count();
    if (due == 0) {
      if (!ends.isEmpty()) {
        notes.found(
            "resolved notification to "
                + destination
                + ", whose send_resolved is false: "
                + headlines(ends));
      }
      return;
    }
    // In a group, that one of several has ended can be in a text about the others.
    boolean toldWithOthers =
        !mates.isEmpty()
            && begins.stream().anyMatch(it -> it.delivery().at().isAfter(life.firedLast()));
    if (ends.isEmpty() && !toldWithOthers) {
      notes.found("no resolved notification to " + destination + reasons.why(life, notifications));
    } else if ((ends.size() > due || !ends.isEmpty() && ends.size() < due) && mates.isEmpty()) {
      notes.found(
          count(ends, "resolved")
              + " to "
              + destination
              + ", expected "
              + due
              + ": "
              + headlines(ends));
    }
  }

  /** Whether it was notified as soon as its group may be, with what a busy machine takes. */
  private void inTime() {
    Instant first = first(begins);
    boolean held =
        seen.known(life).stream()
            .flatMap(known -> known.looks().stream())
            .anyMatch(look -> look.suppressed() && look.at().isBefore(first));
    Duration waiting =
        notifications.stream()
            .map(ExpectedNotification::waiting)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    Instant latest = life.firedFirst().plus(seen.clock().inReal(waiting)).plus(DELIVERING);
    if (!notifications.isEmpty() && !held && first.isAfter(latest)) {
      notes.found(
          "firing notification to "
              + destination
              + " too late: at "
              + played.when(first)
              + ", and it fired at "
              + played.when(life.firedFirst())
              + "; its group waits at most "
              + Moments.text(waiting)
              + reasons.why(life, notifications));
    }
  }

  /** Whether the end was notified after the beginning, and after it had come. */
  private void inOrder() {
    if (ends.isEmpty() || !mates.isEmpty() || !ends.stream().allMatch(AlertMention::certain)) {
      return;
    }
    Instant end = first(ends);
    if (end.isBefore(first(begins))) {
      notes.found(
          "resolved notification to "
              + destination
              + " at "
              + played.when(end)
              + ", before its firing notification at "
              + played.when(first(begins)));
    } else if (end.isBefore(life.firedLast())) {
      notes.found(
          "resolved notification to "
              + destination
              + " at "
              + played.when(end)
              + ", while it fired until "
              + played.when(life.firedLast()));
    }
  }

  private static String count(List<AlertMention> mentions, String state) {
    int size = mentions.size();
    return size + " " + state + (size == 1 ? " notification" : " notifications");
  }

  private static Instant first(List<AlertMention> mentions) {
    return mentions.stream()
        .map(it -> it.delivery().at())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }
}
