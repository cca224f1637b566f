package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code names/unique}: what is found by its name has it alone. Prometheus refuses two groups of
 * one name, Alertmanager two receivers. It takes two equal rules, of which one says nothing: they
 * are a warning.
 */
final class UniqueNamesCheck implements Check {
  static final String ID = "names/unique";

  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Origin> groups = new HashMap<>();
    for (RuleGroup group : model.groups()) {
      Origin first = groups.putIfAbsent(group.name(), group.origin());
      if (first != null) {
        problems.add(
            Problem.error(
                    ID,
                    Place.of(group.origin()),
                    "duplicate rule group \"" + group.name() + "\": first defined at " + first)
                .help("rename it: Prometheus refuses the file"));
      }
    }
    Map<List<Object>, Origin> rules = new HashMap<>();
    for (RuleGroup group : model.groups()) {
      for (Rule rule : group.rules()) {
        Origin first =
            rules.putIfAbsent(
                List.of(rule.getClass(), rule.name(), rule.expr(), rule.labels()), rule.origin());
        if (first != null) {
          problems.add(
              Problem.warning(
                      ID,
                      Place.of(rule.origin()),
                      "duplicate rule \""
                          + rule.name()
                          + "\" with the same labels: first defined at "
                          + first)
                  .help("remove one of them, or give them different labels"));
        }
      }
    }
    Map<String, Runbook> pages = new HashMap<>();
    for (Runbook runbook : model.runbooks()) {
      if (pages.putIfAbsent(runbook.slug(), runbook) != null) {
        problems.add(
            Problem.error(
                    ID,
                    Place.file("runbooks/" + runbook.slug() + ".md"),
                    "two different runbooks have the page name \"" + runbook.slug() + "\"")
                .help("rename one of them, or use the same runbook in both alerts"));
      }
    }
    model.alertmanager().ifPresent(config -> alertmanager(config, problems));
    return problems;
  }

  private static void alertmanager(AlertmanagerConfig config, List<Problem> problems) {
    Set<String> receivers = new HashSet<>();
    for (Receiver receiver : config.receivers()) {
      if (!receivers.add(receiver.name())) {
        problems.add(
            Problem.error(
                    ID,
                    Place.of(receiver.origin()),
                    "two different receivers have the name \"" + receiver.name() + "\"")
                .help("rename one of them, or use the same receiver in both routes"));
      }
    }
    Set<String> intervals = new HashSet<>();
    for (TimeInterval interval : config.timeIntervals()) {
      if (!intervals.add(interval.name())) {
        problems.add(
            Problem.error(
                    ID,
                    Place.of(interval.origin()),
                    "two different time intervals have the name \"" + interval.name() + "\"")
                .help("rename one of them, or use the same one"));
      }
    }
  }
}
