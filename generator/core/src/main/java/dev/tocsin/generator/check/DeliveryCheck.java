package dev.tocsin.generator.check;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code routing/delivery}: every alert reaches a receiver with an integration. It goes by the
 * labels that the rule itself sets; those that come with the series can only lead elsewhere.
 */
final class DeliveryCheck implements Check {
  static final String ID = "routing/delivery";

  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    model.alertmanager().ifPresent(config -> undelivered(config, model, problems));
    return problems;
  }

  private static void undelivered(
      AlertmanagerConfig config, MonitoringModel model, List<Problem> problems) {
    if (!config.root().matchers().isEmpty()) {
      problems.add(
          Problem.error(
                  ID,
                  Place.of(config.root().origin()),
                  "root route has matchers: " + config.root().matchers())
              .help("move the matchers to a child route: the root must match every alert"));
    }
    for (Alert alert : model.alerts()) {
      Map<String, String> labels = new HashMap<>(alert.labels());
      labels.put(Label.ALERTNAME.name(), alert.name());
      boolean told =
          Routing.of(config.root(), labels).stream()
              .anyMatch(end -> !end.route().receiver().integrations().isEmpty());
      if (!told) {
        problems.add(
            HouseRules.problem(
                    List.of(alert),
                    ID,
                    Place.of(alert.origin()),
                    "alert \"" + alert.name() + "\" reaches no receiver with an integration")
                .help("route its labels " + alert.labels() + " to a receiver with an integration"));
      }
    }
  }
}
