package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.util.List;

/**
 * The house rules are for alerts that follow them, which are those with a runbook. Of a {@linkplain
 * Alert#plain plain} one, such as an imported alert, what the real tools take is a warning.
 */
final class HouseRules {
  private HouseRules() {}

  /** A finding about these alerts: an error where the house rules are for all of them. */
  static Problem problem(List<Alert> alerts, String check, Place place, String message) {
    boolean ofTheHouse =
        !alerts.isEmpty() && alerts.stream().allMatch(alert -> alert.runbook().isPresent());
    return ofTheHouse
        ? Problem.error(check, place, message)
        : Problem.warning(check, place, message);
  }
}
