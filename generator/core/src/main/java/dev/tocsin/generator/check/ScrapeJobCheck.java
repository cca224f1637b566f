package dev.tocsin.generator.check;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Nodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code scrape/job}: what an alert asks of a job is asked of one that Prometheus scrapes. A job
 * that was renamed in one of the two places only leaves the alert without a series to fire on, and
 * no other way to prove shows it: they script targets of the job that the alert names.
 */
final class ScrapeJobCheck implements Check {
  static final String ID = "scrape/job";

  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    model
        .prometheus()
        .map(PrometheusConfig::scrapeConfigs)
        .filter(jobs -> !jobs.isEmpty())
        .ifPresent(jobs -> unscraped(model, jobs, problems));
    return problems;
  }

  private static void unscraped(
      MonitoringModel model, List<ScrapeJob> jobs, List<Problem> problems) {
    Set<String> names = jobs.stream().map(ScrapeJob::name).collect(Collectors.toSet());
    for (Alert alert : model.alerts()) {
      Set<String> asked = new TreeSet<>();
      for (Expr node : Nodes.of(alert.expr())) {
        if (node instanceof Expr.VectorSelector selector) {
          selector.matchers().stream()
              .filter(it -> it.label().equals(Label.JOB.name()) && it.op() == MatchOp.EQUAL)
              .map(LabelMatcher::value)
              .filter(job -> !job.isEmpty())
              .forEach(asked::add);
        }
      }
      asked.removeAll(names);
      for (String job : asked) {
        problems.add(
            HouseRules.problem(
                    List.of(alert),
                    ID,
                    Place.of(alert.origin()),
                    "alert \""
                        + alert.name()
                        + "\" selects job=\""
                        + job
                        + "\", which is not a scrape job; the scrape jobs are "
                        + String.join(", ", new TreeSet<>(names)))
                .help("use the name of a scrape job, or add the job"));
      }
    }
  }
}
