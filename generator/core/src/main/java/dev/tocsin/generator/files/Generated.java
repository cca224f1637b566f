package dev.tocsin.generator.files;

import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Problem;
import java.util.List;

/**
 * What came of a definition.
 *
 * @param model what it says
 * @param problems what is wrong with it, sorted by place
 * @param files its files; none when a problem is an error
 */
public record Generated(MonitoringModel model, List<Problem> problems, GeneratedFiles files) {
  public Generated {
    problems = List.copyOf(problems);
  }

  /** Whether there are files. */
  public boolean isSound() {
    return !Problem.anyError(problems);
  }

  /** How much there is of what, in one line. */
  public String summary() {
    int alerts = model.alerts().size();
    int rules = model.rules().size();
    StringBuilder line = new StringBuilder(model.name()).append(": ");
    line.append(count(alerts, "alert")).append(", ");
    line.append(count(rules - alerts, "recording rule")).append(" in ");
    line.append(count(model.groups().size(), "group"));
    model.alertmanager().ifPresent(config -> line.append(routing(config)));
    return line.append(", ").append(count(files.texts().size(), "file")).toString();
  }

  private static String routing(AlertmanagerConfig config) {
    return ", "
        + count(config.root().all().size(), "route")
        + ", "
        + count(config.receivers().size(), "receiver")
        + ", "
        + count(config.inhibitRules().size(), "inhibition")
        + ", "
        + count(config.timeIntervals().size(), "time interval");
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
