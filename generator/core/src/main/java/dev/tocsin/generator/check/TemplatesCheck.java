package dev.tocsin.generator.check;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.promql.flow.LabelFlow;
import dev.tocsin.dsl.template.Template;
import dev.tocsin.dsl.template.TemplateProblem;
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
        .map(found -> problem(alert, where, text, found))
        .forEach(problems::add);
  }

  private static Problem problem(Alert alert, String where, String text, TemplateProblem found) {
    Place place = Place.of(alert.origin());
    String message = "alert \"" + alert.name() + "\", " + where + ": " + found.message();
    Problem problem =
        found.isError()
            ? Problem.error(found.check(), place, message)
            : Problem.warning(found.check(), place, message);
    problem = problem.showing(Excerpt.of(text, found.span()));
    String help = found.help();
    return help == null ? problem : problem.help(help);
  }
}
