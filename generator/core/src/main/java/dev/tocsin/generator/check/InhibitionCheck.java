package dev.tocsin.generator.check;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.alertmanager.Inhibition;
import dev.tocsin.dsl.alertmanager.Routing;
import dev.tocsin.dsl.promql.flow.LabelFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code inhibition/labels}: alerts of which one mutes the other can agree on the labels that they
 * are to share. A label that only one of them can carry never agrees, so that nothing is muted; one
 * that neither can carry agrees always, so that too much is.
 */
final class InhibitionCheck implements Check {
  static final String ID = "inhibition/labels";

  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    model
        .alertmanager()
        .ifPresent(
            config -> {
              for (Inhibition inhibition : config.inhibitions()) {
                check(inhibition, model, problems);
              }
            });
    return problems;
  }

  /** Of the inhibitions that are for these two. */
  static List<Problem> between(Alert source, Alert target, MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    model
        .alertmanager()
        .ifPresent(
            config -> {
              for (Inhibition inhibition : config.inhibitions()) {
                if (matched(inhibition.source(), model).contains(source)
                    && matched(inhibition.target(), model).contains(target)) {
                  inhibition
                      .equal()
                      .forEach(label -> compare(inhibition, label, source, target, problems));
                }
              }
            });
    return problems;
  }

  private static void check(Inhibition inhibition, MonitoringModel model, List<Problem> problems) {
    List<Alert> sources = matched(inhibition.source(), model);
    List<Alert> targets = matched(inhibition.target(), model);
    // Without any alert the rules are written elsewhere, and nothing can be said.
    if (!model.alerts().isEmpty() && (sources.isEmpty() || targets.isEmpty())) {
      problems.add(
          HouseRules.problem(
                  model.alerts(),
                  ID,
                  Place.of(inhibition.origin()),
                  "no alert of this definition matches the "
                      + (sources.isEmpty()
                          ? "source " + inhibition.source()
                          : "target " + inhibition.target()))
              .help("name the alerts themselves: whileFiring(ALERT).mute(OTHER)"));
    }
    for (Label label : inhibition.equal()) {
      for (Alert source : sources) {
        for (Alert target : targets) {
          compare(inhibition, label, source, target, problems);
        }
      }
    }
  }

  private static void compare(
      Inhibition inhibition, Label label, Alert source, Alert target, List<Problem> problems) {
    boolean onSource = canCarry(source, label, inhibition.source());
    boolean onTarget = canCarry(target, label, inhibition.target());
    if (onSource && onTarget) {
      return;
    }
    Place place = Place.of(inhibition.origin());
    if (onSource || onTarget) {
      String with = onSource ? source.name() : target.name();
      String without = onSource ? target.name() : source.name();
      problems.add(
          HouseRules.problem(
                  List.of(source, target),
                  ID,
                  place,
                  source.name()
                      + " never mutes "
                      + target.name()
                      + ": they are to share the label "
                      + label
                      + ", which "
                      + without
                      + " cannot carry and "
                      + with
                      + " can")
              .help("share labels that both carry, or keep " + label + " in the expression"));
    } else {
      problems.add(
          HouseRules.problem(
                  List.of(source, target),
                  ID,
                  place,
                  "neither "
                      + source.name()
                      + " nor "
                      + target.name()
                      + " can carry the label "
                      + label
                      + ", and what both lack counts as shared: it narrows nothing")
              .help("leave it out, or share a label that both carry"));
    }
  }

  /** The alerts for which the matchers hold, as far as the rules themselves tell. */
  private static List<Alert> matched(List<Matcher> matchers, MonitoringModel model) {
    return model.alerts().stream()
        .filter(
            alert -> {
              Map<String, String> known = labels(alert);
              return Routing.matches(
                  matchers.stream()
                      .filter(matcher -> known.containsKey(matcher.label().name()))
                      .toList(),
                  known);
            })
        .toList();
  }

  private static Map<String, String> labels(Alert alert) {
    Map<String, String> labels = new HashMap<>(alert.labels());
    labels.put(Label.ALERT_NAME.name(), alert.name());
    return labels;
  }

  /** A matcher that wants a label to be missing speaks of alerts that do not carry it. */
  private static boolean canCarry(Alert alert, Label label, List<Matcher> matchers) {
    return !matchers.contains(label.isMissing())
        && (labels(alert).containsKey(label.name())
            || !LabelFlow.of(alert.expr()).label(label.name()).isImpossible());
  }
}
