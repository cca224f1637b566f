package dev.tocsin.harness.compressed;

import dev.tocsin.harness.series.Texts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Why somebody was not told of an alert as it should be: what goes on behind such a finding. */
final class Reasons {
  private final Recording seen;
  private final GroupedAlerts mates;
  private final Inhibitions inhibitions;

  Reasons(Played played) {
    this.seen = played.seen();
    this.mates = new GroupedAlerts(played);
    this.inhibitions = new Inhibitions(played.model());
  }

  /** With whom it shares its notifications, where they are not of its own name. */
  String grouped(Recording.Life life, List<ExpectedNotification> ways) {
    StringBuilder text = new StringBuilder();
    for (ExpectedNotification way : ways) {
      Set<String> names = new TreeSet<>();
      mates.grouped(life, way).forEach(mate -> names.add(mate.name()));
      names.remove(life.name());
      if (!names.isEmpty()) {
        text.append(": the route at ").append(way.route().origin());
        text.append(" groups by ").append(Texts.list(way.groupBy()));
        text.append(", so that one notification tells of ").append(Texts.list(names));
        text.append(" as well, and names none of them for certain");
      }
    }
    return text.toString();
  }

  /** What Alertmanager says to that somebody was not told. */
  String why(Recording.Life life, List<ExpectedNotification> ways) {
    Optional<Recording.Known> known = seen.known(life);
    if (known.isEmpty()) {
      return ": Alertmanager never knew of it";
    }
    StringBuilder text = new StringBuilder("; Alertmanager has it for ");
    text.append(Texts.list(known.get().receivers()));
    Set<String> by = new TreeSet<>();
    known.get().looks().forEach(look -> by.addAll(look.inhibitedBy()));
    for (Recording.Known source : seen.known()) {
      if (by.contains(source.fingerprint())) {
        text.append(", and held it back");
        text.append(inhibitions.because(source.labels(), life.labels()));
      }
    }
    if (known.get().looks().stream().anyMatch(look -> !look.silencedBy().isEmpty())) {
      text.append(", and it is silenced");
    }
    List<String> its = seen.errors().stream().filter(error -> isOf(error, ways)).toList();
    (its.isEmpty() ? seen.errors() : its)
        .stream().limit(2).forEach(it -> text.append("\n    its log: ").append(it));
    seen.complaints().stream()
        .limit(2)
        .forEach(it -> text.append("\n    a receiver refused: ").append(it));
    return text.toString();
  }

  /** Whether a line of the log is about one of these; it names a receiver before its slash. */
  private static boolean isOf(String error, List<ExpectedNotification> ways) {
    return ways.stream().anyMatch(way -> error.contains(way.route().receiver().name() + "/"));
  }
}
