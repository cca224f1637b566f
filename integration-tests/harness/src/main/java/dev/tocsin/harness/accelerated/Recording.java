package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.receivers.AlertMention;
import dev.tocsin.harness.receivers.ParsedNotification;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.verdict.KeepingUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that was seen while a test bed was played; no more is known to the judge.
 *
 * @param began when the scripts began
 * @param ended when it was last looked
 * @param addresses of the targets, by the names of their parts
 * @param alerts what Prometheus had pending or firing
 * @param known what Alertmanager knew
 * @param deliveries what arrived
 * @param complaints what a receiver would not have taken
 * @param errors what Alertmanager's log says of notifications that failed
 * @param keepingUp how the machine kept up
 * @param holds times in which scripts waited, which are no part of their time
 * @param floats what its Prometheus does with the labels that it scrapes
 */
record Recording(
    VirtualClock clock,
    Instant began,
    Instant ended,
    Map<String, String> addresses,
    List<Life> alerts,
    List<Known> known,
    List<ParsedNotification> deliveries,
    List<String> complaints,
    List<String> errors,
    KeepingUp keepingUp,
    List<Hold> holds,
    FloatLabels floats) {
  Recording {
    addresses = Map.copyOf(addresses);
    alerts = List.copyOf(alerts);
    known = List.copyOf(known);
    deliveries = List.copyOf(deliveries);
    complaints = List.copyOf(complaints);
    errors = List.copyOf(errors);
    holds = List.copyOf(holds);
  }

  /**
   * An alert's life in Prometheus.
   *
   * @param labels of the alert as Prometheus sends it, external labels included
   * @param own its labels without external ones, as {@code $labels} has them in templates
   * @param pending the evaluations at which it was pending
   * @param firing the evaluations at which it fired
   * @param annotations as they were when it was first seen to fire, or pending if it never was
   * @param value of the expression then
   */
  record Life(
      Map<String, String> labels,
      Map<String, String> own,
      List<Instant> pending,
      List<Instant> firing,
      Map<String, String> annotations,
      String value) {
    Life {
      labels = new TreeMap<>(labels);
      own = new TreeMap<>(own);
      pending = List.copyOf(pending);
      firing = List.copyOf(firing);
      annotations = new TreeMap<>(annotations);
    }

    String name() {
      return labels.getOrDefault("alertname", "");
    }

    String instance() {
      return labels.getOrDefault("instance", "");
    }

    boolean fired() {
      return !firing.isEmpty();
    }

    Instant first() {
      return pending.isEmpty() ? firing.get(0) : pending.get(0);
    }

    Instant firedFirst() {
      return firing.get(0);
    }

    Instant firedLast() {
      return firing.get(firing.size() - 1);
    }

    /** How often it began to fire: more than once where evaluations lie far apart. */
    int times(Duration apart) {
      int times = firing.isEmpty() ? 0 : 1;
      for (int i = 1; i < firing.size(); i++) {
        times += Duration.between(firing.get(i - 1), firing.get(i)).compareTo(apart) > 0 ? 1 : 0;
      }
      return times;
    }
  }

  /**
   * A look at an alert in Alertmanager.
   *
   * @param at when
   * @param inhibitedBy fingerprints of the alerts that mute it
   * @param silencedBy ids of silences
   */
  record Look(Instant at, boolean suppressed, List<String> inhibitedBy, List<String> silencedBy) {
    Look {
      inhibitedBy = List.copyOf(inhibitedBy);
      silencedBy = List.copyOf(silencedBy);
    }
  }

  /**
   * What Alertmanager knew of an alert.
   *
   * @param receivers the names of the receivers that its routes lead to
   */
  record Known(
      Map<String, String> labels, String fingerprint, Set<String> receivers, List<Look> looks) {
    Known {
      labels = new TreeMap<>(labels);
      receivers = new TreeSet<>(receivers);
      looks = List.copyOf(looks);
    }

    Instant first() {
      return looks.get(0).at();
    }

    Instant last() {
      return looks.get(looks.size() - 1).at();
    }
  }

  /** How long the scripts had run, in virtual time. */
  Duration since(Instant at) {
    return Hold.since(clock, began, holds, at);
  }

  /** The instant at which the scripts had run so long. */
  Instant at(Duration virtual) {
    return Hold.at(clock, began, holds, virtual);
  }

  Optional<Known> known(Life alert) {
    return known.stream().filter(it -> it.labels().equals(alert.labels())).findFirst();
  }

  /** Those of its notifications about this alert. */
  List<AlertMention> mentions(Life alert) {
    List<AlertMention> all = new ArrayList<>();
    deliveries.forEach(notified -> AlertMention.of(notified, alert.labels()).ifPresent(all::add));
    if (alert.fired()) {
      all.replaceAll(mention -> mention.decidedBy(alert.firedLast()));
    }
    return all;
  }
}
