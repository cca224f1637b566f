package dev.tocsin.proofs;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PromqlCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Our catalogue, broken in ways in which people break rules. */
final class Broken {

  private Broken() {}

  /** All of the ways at once, each in another alert. */
  static MonitoringModel catalogue() {
    MonitoringModel model = Catalogue.SUITE.model();
    model = thresholdTimesTen(model);
    model = labelDropped(model);
    model = forDoubled(model);
    return severitySwapped(model);
  }

  static MonitoringModel thresholdTimesTen(MonitoringModel model) {
    return changed(
        model, "HighTTFT", alert -> alert.withExpr(edited(alert, "(?s)> *2\\b", "> 20")));
  }

  static MonitoringModel labelDropped(MonitoringModel model) {
    return changed(
        model,
        "VeryHighErrorRate",
        alert -> alert.withExpr(edited(alert, "job, instance, model", "job, instance")));
  }

  static MonitoringModel forDoubled(MonitoringModel model) {
    return changed(
        model,
        "RequestQueueBuilding",
        alert -> alert.forDuration(alert.forDuration().multipliedBy(2)));
  }

  static MonitoringModel severitySwapped(MonitoringModel model) {
    return changed(model, "LLMServiceUnhealthy", alert -> alert.label(Label.SEVERITY, "warning"));
  }

  private static Expr edited(Alert alert, String pattern, String replacement) {
    String text = alert.expr().text().replaceAll("\\s+", " ");
    String edited = text.replaceAll(pattern, replacement);
    if (edited.equals(text)) {
      throw new IllegalStateException(
          alert.name() + " cannot be broken like this any more: " + text);
    }
    return PromqlCheck.check(edited).expr().orElseThrow();
  }

  private static MonitoringModel changed(
      MonitoringModel model, String name, UnaryOperator<Alert> change) {
    List<RuleGroup> groups = new ArrayList<>();
    for (RuleGroup group : model.groups()) {
      List<Rule> rules = new ArrayList<>();
      for (Rule rule : group.rules()) {
        rules.add(
            rule instanceof Alert alert && alert.name().equals(name) ? change.apply(alert) : rule);
      }
      groups.add(group.withRules(rules));
    }
    return model.withGroups(groups);
  }
}
