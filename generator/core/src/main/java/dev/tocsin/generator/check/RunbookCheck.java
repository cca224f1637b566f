package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.util.List;

/**
 * {@code runbook/address}: an alert with a runbook can only name its page when there is an address.
 */
final class RunbookCheck implements Check {
  static final String ID = "runbook/address";

  @Override
  public List<Problem> problems(MonitoringModel model) {
    if (model.runbookBase().isPresent()) {
      return List.of();
    }
    return model.alerts().stream()
        .filter(alert -> alert.runbook().isPresent())
        .map(RunbookCheck::problem)
        .toList();
  }

  private static Problem problem(Alert alert) {
    return Problem.error(
            ID,
            Place.of(alert.origin()),
            "alert \""
                + alert.name()
                + "\" has a runbook, but the definition has no URL for runbooks")
        .help("call runbookBaseUrl(URI.create(\"https://…\"))");
  }
}
