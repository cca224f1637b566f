package dev.tocsin.proofs;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Definitions that differ from another in one small thing. */
final class Mutants {
  /** One of them: what became of which part. */
  record Mutant(String part, String change, MonitoringModel model) {
    @Override
    public String toString() {
      return part + ": " + change;
    }
  }

  private final MonitoringModel model;
  private final List<Mutant> all = new ArrayList<>();

  private Mutants(MonitoringModel model) {
    this.model = model;
  }

  /** Of the alert of this name: of its expression, durations and labels. */
  static List<Mutant> of(MonitoringModel model, Alert alert) {
    Mutants mutants = new Mutants(model);
    for (Expr expr : ExpressionMutants.of(alert.expr())) {
      mutants.alert(alert, expr.text().replaceAll("\\s+", " "), it -> it.withExpr(expr));
    }
    Duration pending = alert.forDuration();
    if (!pending.isZero()) {
      mutants.alert(alert, "for doubled", it -> it.forDuration(pending.multipliedBy(2)));
      mutants.alert(alert, "for 15s longer", it -> it.forDuration(pending.plusSeconds(15)));
      mutants.alert(alert, "for 15s shorter", it -> it.forDuration(pending.minusSeconds(15)));
    }
    mutants.alert(alert, "no for", it -> it.forDuration(Duration.ZERO));
    mutants.alert(alert, "for 1m", it -> it.forDuration(Duration.ofMinutes(1)));
    mutants.alert(alert, "kept firing", it -> it.keepFiringFor(Duration.ofMinutes(10)));
    alert
        .labels()
        .forEach(
            (label, value) ->
                mutants.alert(
                    alert,
                    label + " is " + value + "x",
                    it -> it.label(Label.label(label), value + "x")));
    mutants.alert(alert, "severity swapped", it -> it.label(Label.SEVERITY, other(it.labels())));
    mutants.alert(alert, "another instance", it -> it.label(Label.INSTANCE, "somewhere"));
    return mutants.all;
  }

  private static String other(Map<String, String> labels) {
    return "critical".equals(labels.get("severity")) ? "warning" : "critical";
  }

  private void alert(Alert alert, String change, UnaryOperator<Alert> mutation) {
    Alert mutant = mutation.apply(alert);
    if (!mutant.equals(alert)) {
      all.add(new Mutant(alert.name(), change, replacing(model, alert, mutant)));
    }
  }

  private static MonitoringModel replacing(MonitoringModel model, Rule rule, Rule other) {
    List<RuleGroup> groups = new ArrayList<>();
    for (RuleGroup group : model.groups()) {
      groups.add(
          group.withRules(group.rules().stream().map(it -> it == rule ? other : it).toList()));
    }
    return model.withGroups(groups);
  }

  /** Of its routes and inhibitions. */
  static List<Mutant> ofNotifying(MonitoringModel model) {
    Mutants mutants = new Mutants(model);
    AlertmanagerConfig config = model.alertmanager().orElseThrow();
    for (Route route : config.root().all()) {
      mutants.route(route);
    }
    for (Inhibition inhibition : config.inhibitRules()) {
      mutants.inhibition(inhibition);
    }
    return mutants.all;
  }

  // ---- routes ----

  private void route(Route route) {
    AlertmanagerConfig config = model.alertmanager().orElseThrow();
    for (int i = 0; i < route.matchers().size(); i++) {
      Matcher matcher = route.matchers().get(i);
      List<Matcher> fewer = new ArrayList<>(route.matchers());
      fewer.remove(i);
      List<Matcher> typo = new ArrayList<>(fewer);
      typo.add(i, Label.label(matcher.name()).is(matcher.value() + "x"));
      route(route, "without " + matcher, matching(route, fewer));
      route(route, "with a typo in " + matcher, matching(route, typo));
    }
    for (Receiver receiver : config.receivers()) {
      if (receiver != route.receiver()) {
        route(route, "to " + receiver.name(), route.withReceiver(receiver));
      }
    }
    List<Route> children = new ArrayList<>(route.routes());
    for (int i = 0; i < children.size(); i++) {
      List<Route> fewer = new ArrayList<>(children);
      Route gone = fewer.remove(i);
      route(route, "without " + gone, route.withRoutes(fewer));
      List<Route> first = new ArrayList<>(fewer);
      first.add(0, gone);
      if (i > 0) {
        route(route, "with " + gone + " first", route.withRoutes(first));
      }
      List<Route> last = new ArrayList<>(fewer);
      last.add(gone);
      if (i < children.size() - 1) {
        route(route, "with " + gone + " last", route.withRoutes(last));
      }
    }
    if (!route.continues()) {
      route(route, "continueMatching", route.continueMatching());
    }
    route
        .groupWait()
        .ifPresent(it -> route(route, "group_wait 1h", route.groupWait(Duration.ofHours(1))));
    route
        .groupInterval()
        .ifPresent(
            it -> route(route, "group_interval 1h", route.groupInterval(Duration.ofHours(1))));
    route
        .repeatInterval()
        .ifPresent(
            it -> route(route, "repeat_interval 1m", route.repeatInterval(Duration.ofMinutes(1))));
    route
        .repeatInterval()
        .ifPresent(
            it -> route(route, "repeat_interval 30d", route.repeatInterval(Duration.ofDays(30))));
    route
        .groupBy()
        .ifPresent(
            labels -> {
              for (Label label : labels) {
                List<Label> fewer = new ArrayList<>(labels);
                fewer.remove(label);
                route(
                    route,
                    "grouped without " + label.name(),
                    route.groupBy(fewer.toArray(Label[]::new)));
              }
              route(route, "grouped by nothing", route.groupBy(new Label[0]));
            });
    if (!route.activeTimeIntervals().isEmpty()) {
      route(route, "at all hours", route.scheduled(List.of(), route.muteTimeIntervals()));
      route(route, "at the other hours", route.scheduled(List.of(), route.activeTimeIntervals()));
    }
    if (route.activeTimeIntervals().isEmpty()
        && !config.timeIntervals().isEmpty()
        && route != config.root()) {
      route(
          route, "by day only", route.scheduled(config.timeIntervals(), route.muteTimeIntervals()));
    }
  }

  /** {@code when} adds matchers, so that a route without some is made anew. */
  private static Route matching(Route route, List<Matcher> matchers) {
    Route fresh = Route.route(route.receiver()).matchers(matchers.toArray(Matcher[]::new));
    fresh = fresh.timed(route.groupWait(), route.groupInterval(), route.repeatInterval());
    fresh = route.continues() ? fresh.continueMatching() : fresh;
    if (route.groupBy().isPresent()) {
      fresh = fresh.groupBy(route.groupBy().get().toArray(Label[]::new));
    }
    return fresh
        .scheduled(route.activeTimeIntervals(), route.muteTimeIntervals())
        .withRoutes(route.routes());
  }

  private void route(Route route, String change, Route mutant) {
    AlertmanagerConfig config = model.alertmanager().orElseThrow();
    all.add(
        new Mutant(
            "route " + route,
            change,
            model.alertmanager(config.withRoot(replaced(config.root(), route, mutant)))));
  }

  private static Route replaced(Route root, Route route, Route mutant) {
    if (root == route) {
      return mutant;
    }
    return root.withRoutes(
        root.routes().stream().map(child -> replaced(child, route, mutant)).toList());
  }

  // ---- inhibitions ----

  private void inhibition(Inhibition inhibition) {
    inhibition(inhibition, "gone", null);
    for (Label label : inhibition.equal()) {
      List<Label> fewer = new ArrayList<>(inhibition.equal());
      fewer.remove(label);
      inhibition(
          inhibition,
          "not sharing " + label.name(),
          made(inhibition.source(), inhibition.target(), fewer));
      List<Label> typo = new ArrayList<>(fewer);
      typo.add(Label.label(label.name() + "x"));
      inhibition(
          inhibition,
          "sharing " + label.name() + "x",
          made(inhibition.source(), inhibition.target(), typo));
    }
    for (Label more : List.of(Label.label("pod"), Label.ALERTNAME, Label.SEVERITY)) {
      List<Label> labels = new ArrayList<>(inhibition.equal());
      labels.add(more);
      inhibition(
          inhibition,
          "sharing " + more.name() + " as well",
          made(inhibition.source(), inhibition.target(), labels));
    }
    inhibition(
        inhibition,
        "turned round",
        made(inhibition.target(), inhibition.source(), inhibition.equal()));
    for (int i = 0; i < inhibition.source().size(); i++) {
      List<Matcher> fewer = new ArrayList<>(inhibition.source());
      fewer.remove(i);
      if (!fewer.isEmpty()) {
        inhibition(
            inhibition,
            "its source without " + inhibition.source().get(i),
            made(fewer, inhibition.target(), inhibition.equal()));
      }
    }
    Matcher target = inhibition.target().get(0);
    if (target.value().contains("|")) {
      for (String name : target.value().split("\\|")) {
        String others =
            target.value().replaceFirst("(^|\\|)" + name + "(\\||$)", "$2").replaceAll("^\\|", "");
        inhibition(
            inhibition,
            "not muting " + name,
            made(
                inhibition.source(),
                List.of(Label.label(target.name()).matches(others)),
                inhibition.equal()));
      }
    }
  }

  private static Inhibition made(List<Matcher> source, List<Matcher> target, List<Label> equal) {
    return Inhibition.inhibit(target.toArray(Matcher[]::new))
        .whileFiring(source.toArray(Matcher[]::new))
        .equal(equal.toArray(Label[]::new));
  }

  private void inhibition(Inhibition inhibition, String change, @Nullable Inhibition mutant) {
    AlertmanagerConfig config = model.alertmanager().orElseThrow();
    AlertmanagerConfig other = AlertmanagerConfig.alertmanager(config.root());
    List<Inhibition> inhibitions = new ArrayList<>();
    for (Inhibition one : config.inhibitRules()) {
      if (one != inhibition) {
        inhibitions.add(one);
      } else if (mutant != null) {
        inhibitions.add(mutant);
      }
    }
    other = other.inhibitRules(inhibitions.toArray(Inhibition[]::new));
    for (Map.Entry<String, Object> field : config.fields().asMap().entrySet()) {
      other = other.with(field.getKey(), field.getValue());
    }
    all.add(new Mutant("inhibition " + inhibition, change, model.alertmanager(other)));
  }
}
