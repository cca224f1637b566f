package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.harness.scenario.EmptyLabels;
import dev.tocsin.harness.series.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a definition was exercised on real servers: an alert, when it fired and was delivered; a
 * route and its receiver, when an alert was delivered through them; an inhibition, when it kept an
 * alert quiet that was delivered when nothing did; a time interval, when an alert was delivered
 * under it, and not delivered outside of it. Where a receiver has no integrations, it counts that
 * Alertmanager has the alert for it. Only what held counts. An alert that fires by one branch of
 * {@code or} is not exercised by another one, by which its texts lack a label.
 */
public final class Coverage {
  /** More names than these help nobody. */
  private static final int MOST = 8;

  private final List<String> missing;
  private final List<String> notes;
  private final int all;

  private Coverage(List<String> missing, List<String> notes, int all) {
    this.missing = List.copyOf(missing);
    this.notes = List.copyOf(notes);
    this.all = all;
  }

  static Coverage of(MonitoringModel model, List<Verdict> verdicts) {
    Set<String> delivered = new TreeSet<>();
    Set<Alert> exercised = new HashSet<>();
    Set<Route> routes = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Route> byAlerts = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Receiver> receivers = new HashSet<>();
    for (Verdict verdict : verdicts) {
      if (verdict.holds() && !verdict.through().isEmpty()) {
        delivered.add(verdict.alert());
        exercised.addAll(verdict.rules());
        if (!verdict.rules().isEmpty()) {
          byAlerts.addAll(verdict.through());
        }
        for (Route route : verdict.through()) {
          routes.add(route);
          receivers.add(route.receiver());
        }
      }
    }
    List<String> missing = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int all = 0;
    for (Alert alert : model.alerts()) {
      all++;
      if (!exercised.contains(alert)) {
        missing.add(
            "alert "
                + alert.name()
                + (delivered.contains(alert.name()) ? " with " + Texts.labels(alert.labels()) : "")
                + " ("
                + alert.origin()
                + "): no case fires it and delivers it; fix: add a scenario");
      }
      for (String empty : EmptyLabels.inBranches(alert)) {
        missing.add("alert " + alert.name() + " (" + alert.origin() + "): " + empty);
      }
    }
    if (model.alertmanager().isPresent()) {
      AlertmanagerConfig config = model.alertmanager().get();
      for (Route route : config.root().all()) {
        if (routes.contains(route)) {
          all++;
          if (!byAlerts.contains(route)) {
            notes.add(
                "only an alert that the proof itself posted to Alertmanager took the route "
                    + route
                    + " ("
                    + route.origin()
                    + "): no alert of the definition is known to be routed there");
          }
          continue;
        }
        Optional<String> reached = reached(model, config.root(), route);
        if (reached.isPresent()) {
          all++;
          missing.add(
              "route "
                  + route
                  + " ("
                  + route.origin()
                  + "): nothing was delivered through it: no scenario's alert has labels that end"
                  + " there"
                  + reached.get());
        }
      }
      for (Receiver receiver : config.receivers()) {
        all++;
        if (!receivers.contains(receiver)) {
          missing.add(
              "receiver "
                  + receiver.name()
                  + " ("
                  + receiver.origin()
                  + "): nothing was delivered to it");
        }
      }
      Set<TimeInterval> inside = new HashSet<>();
      Set<TimeInterval> outside = new HashSet<>();
      for (Verdict verdict : verdicts) {
        if (verdict.holds()) {
          outside.addAll(verdict.outside());
          if (verdict.outside().isEmpty()) {
            verdict.notified().forEach(notification -> inside.addAll(notification.hours()));
          }
        }
      }
      for (TimeInterval interval : config.timeIntervals()) {
        all++;
        if (!inside.contains(interval) || !outside.contains(interval)) {
          missing.add(
              "time interval "
                  + interval.name()
                  + " ("
                  + interval.origin()
                  + "): nothing "
                  + (inside.contains(interval) ? "was muted by it" : "was notified under it"));
        }
      }
      for (Inhibition inhibition : config.inhibitRules()) {
        all++;
        inhibition(inhibition, verdicts, delivered, missing);
        untried(inhibition, model, verdicts).ifPresent(notes::add);
      }
    }
    return new Coverage(missing, notes, all);
  }

  /** How an alert ends in a route; empty where its children take all that comes to it. */
  private static Optional<String> reached(MonitoringModel model, Route root, Route route) {
    if (route.routes().isEmpty()) {
      return Optional.of("");
    }
    for (Alert alert : model.alerts()) {
      Map<String, String> labels = known(alert);
      if (ExpectedNotification.ends(model, labels).stream().anyMatch(end -> end == route)) {
        return Optional.of(", as those of " + alert.name() + " at " + alert.origin() + " do");
      }
    }
    return CatchAllLabelSearch.labels(root, route, DefaultRouteProbe.NAME)
        .map(labels -> ", as " + Texts.labels(labels) + " does, which no route below it takes");
  }

  private static void inhibition(
      Inhibition inhibition, List<Verdict> verdicts, Set<String> delivered, List<String> missing) {
    Set<String> muted = muted(inhibition, verdicts);
    String what = "inhibition " + inhibition + " (" + inhibition.origin() + ")";
    if (muted.isEmpty()) {
      missing.add(
          what
              + " muted nothing that no other inhibition mutes; fix: add a scenario with .inhibits(…)");
    } else if (muted.stream().noneMatch(delivered::contains)) {
      missing.add(
          what
              + " muted "
              + Texts.list(muted)
              + ", of which no case shows that it is notified otherwise");
    }
  }

  private static Set<String> muted(Inhibition inhibition, List<Verdict> verdicts) {
    Set<String> muted = new TreeSet<>();
    for (Verdict verdict : verdicts) {
      if (verdict.holds()) {
        Map<Inhibition, Set<String>> inhibited = verdict.muted();
        muted.addAll(inhibited.getOrDefault(inhibition, Set.of()));
      }
    }
    return muted;
  }

  /** Of an inhibition that kept something outside, what else it names and no scenario mutes. */
  private static Optional<String> untried(
      Inhibition inhibition, MonitoringModel model, List<Verdict> verdicts) {
    Set<String> muted = muted(inhibition, verdicts);
    Set<String> left = new TreeSet<>();
    for (Alert alert : model.alerts()) {
      if (model.alerts().stream().anyMatch(source -> canMute(inhibition, source, alert))) {
        left.add(alert.name());
      }
    }
    left.removeAll(muted);
    return muted.isEmpty() || left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the inhibition at "
                + inhibition.origin()
                + " muted "
                + Texts.list(muted)
                + ", but not "
                + Texts.list(left.stream().limit(MOST).toList())
                + (left.size() > MOST ? " and " + (left.size() - MOST) + " more" : "")
                + ", which no case covers");
  }

  /** By the labels that rules give, where both give them. */
  private static boolean canMute(Inhibition inhibition, Alert source, Alert target) {
    Map<String, String> from = known(source);
    Map<String, String> to = known(target);
    return inhibition.rule().concerns(from, to)
        && inhibition.equal().stream()
            .map(Label::name)
            .allMatch(
                label ->
                    !from.containsKey(label)
                        || !to.containsKey(label)
                        || from.getOrDefault(label, "").equals(to.getOrDefault(label, "")));
  }

  private static Map<String, String> known(Alert alert) {
    Map<String, String> labels = new TreeMap<>(alert.labels());
    labels.put(Label.ALERTNAME.name(), alert.name());
    return labels;
  }

  /** What counts as exercised and was so in part, or by other means than an alert of its own. */
  public List<String> notes() {
    return notes;
  }

  /** What was not exercised, each with its place in the definition; empty when all was. */
  public List<String> missing() {
    return missing;
  }

  /**
   * Passes if everything was exercised.
   *
   * @throws AssertionError naming all that was not
   */
  public void requireAll() {
    if (!missing.isEmpty()) {
      throw new AssertionError(
          missing.size()
              + " of "
              + all
              + " alerts, routes, receivers, inhibitions and time intervals are not exercised:\n- "
              + String.join("\n- ", missing));
    }
  }

  @Override
  public String toString() {
    return (all - missing.size()) + " of " + all + " exercised";
  }
}
