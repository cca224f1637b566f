package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.series.Texts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why somebody was not notified of an alert as it should be: what goes on behind such a finding.
 */
final class Reasons {
  private final Recording seen;
  private final GroupedAlerts mates;
  private final Inhibitions inhibitions;

  Reasons(Played played) {
    this.seen = played.seen();
    this.mates = new GroupedAlerts(played);
    this.inhibitions = new Inhibitions(played.model());
  }

  /** The alerts of other names with which it shares notifications. */
  String grouped(Recording.Life life, List<ExpectedNotification> notifications) {
    StringBuilder text = new StringBuilder();
    for (ExpectedNotification notification : notifications) {
      Set<String> names = new TreeSet<>();
      mates.grouped(life, notification).forEach(mate -> names.add(mate.name()));
      names.remove(life.name());
      if (!names.isEmpty()) {
        text.append(": the route at ").append(notification.route().origin());
        text.append(" groups by ").append(Texts.list(notification.groupBy()));
        text.append(", so that one notification is about ").append(Texts.list(names));
        text.append(" too, and may name none of them");
      }
    }
    return text.toString();
  }

  /** What Alertmanager says to that somebody was not notified. */
  String why(Recording.Life life, List<ExpectedNotification> notifications) {
    Optional<Recording.Known> known = seen.known(life);
    if (known.isEmpty()) {
      return ": it never arrived at Alertmanager";
    }
    StringBuilder text = new StringBuilder("; Alertmanager routed it to ");
    text.append(Texts.list(known.get().receivers()));
    Set<String> by = new TreeSet<>();
    known.get().looks().forEach(look -> by.addAll(look.inhibitedBy()));
    for (Recording.Known source : seen.known()) {
      if (by.contains(source.fingerprint())) {
        text.append(", and suppressed it");
        text.append(inhibitions.because(source.labels(), life.labels()));
      }
    }
    if (known.get().looks().stream().anyMatch(look -> !look.silencedBy().isEmpty())) {
      text.append(", and it is silenced");
    }
    List<String> its = seen.errors().stream().filter(error -> isOf(error, notifications)).toList();
    (its.isEmpty() ? seen.errors() : its)
        .stream().limit(2).forEach(it -> text.append("\n    its log: ").append(it));
    seen.complaints().stream()
        .limit(2)
        .forEach(it -> text.append("\n    refused by the receiver: ").append(it));
    return text.toString();
  }

  /** Whether a line of the log is about one of these; it names a receiver before its slash. */
  private static boolean isOf(String error, List<ExpectedNotification> notifications) {
    return notifications.stream()
        .anyMatch(notification -> error.contains(notification.route().receiver().name() + "/"));
  }
}
