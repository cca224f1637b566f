package dev.tocsin.generator.check;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code template/…}: the templates in an alert's labels and annotations are ones that Prometheus
 * takes, and say something when the alert fires: {@code $labels.model} is empty where the
 * expression cannot bring a {@code model}.
 */
final class TemplatesCheck implements Check {
  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    for (Alert alert : model.alerts()) {
      LabelFlow flow = LabelFlow.of(alert.expr());
      alert.labels().forEach((name, text) -> check(alert, "label " + name, text, flow, problems));
      alert
          .annotations()
          .forEach((name, text) -> check(alert, "annotation " + name, text, flow, problems));
    }
    return problems;
  }

  private static void check(
      Alert alert, String where, String text, LabelFlow flow, List<Problem> problems) {
    Template template = Template.ofAlert(text, alert.name());
    Stream.concat(template.problems().stream(), template.check(flow).stream())
        .map(found -> found.about("alert \"" + alert.name() + "\", " + where + ": "))
        .map(found -> found.at(Place.of(alert.origin()), text))
        .forEach(problems::add);
  }
}
