package dev.tocsin.proofs;

import static dev.tocsin.dsl.alertmanager.PagerDuty.pagerDuty;
import static dev.tocsin.dsl.alertmanager.Slack.slack;
import static dev.tocsin.dsl.metric.Label.ALERTNAME;
import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Label.label;
import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.model.Alert.critical;
import static dev.tocsin.dsl.model.Alert.warning;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.Runbook.runbook;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.model.Severity;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.accelerated.Accelerated;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.servers.Programs;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How long it takes to prove 25, 100 and 400 alerts, as processes and in containers, beside what no
 * machine could do faster. It prints, and asks only that all cases hold.
 *
 * <pre>
 * mvn verify -pl integration-tests/proofs -am -Dtest=none -Dit.test=HarnessBenchmarkIT \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
 *     -Dtocsin.benchmark=25,100,400
 * </pre>
 */
@EnabledIfSystemProperty(
    named = HarnessBenchmarkIT.ALERTS,
    matches = "\\d+(,\\d+)*",
    disabledReason = "it measures the machine: -Dtocsin.benchmark=25,100,400")
@Isolated("it measures")
class HarnessBenchmarkIT {
  static final String ALERTS = "tocsin.benchmark";

  private static final int TEAMS = 5;
  private static final Label TEAM = label("team");
  private static final Path FOLDER = Path.of("target/benchmark").toAbsolutePath();

  private static final Runbook RUNBOOK =
      runbook("bench").symptoms("s").investigation("i").resolution("r").escalation("e");

  @Test
  void provesThemAll() {
    Map<String, Programs> backends = backends();
    for (String alerts : System.getProperty(ALERTS).split(",")) {
      Suite suite = suite(Integer.parseInt(alerts));
      backends.forEach(
          (backend, programs) -> {
            Results results = Accelerated.of(suite).play(programs, FOLDER);
            System.out.printf("BENCHMARK %4s alerts, %-10s %s%n", alerts, backend, results);
            results.requireAll();
          });
    }
  }

  private static Map<String, Programs> backends() {
    Map<String, Programs> backends = new LinkedHashMap<>();
    backends.put(
        "processes",
        Programs.processes(
            Tools.standard().reportingTo(System.out::println).provide(Generation.NEWEST)));
    try {
      backends.put("containers", Programs.containers(Generation.NEWEST));
    } catch (IllegalStateException e) {
      System.out.println("BENCHMARK containers are left out: " + e.getMessage());
    }
    return backends;
  }

  /** Half of them of a value, half of a rate; of five teams, the first of which is paged. */
  private static Suite suite(int size) {
    Alert[] alerts = new Alert[size];
    List<Scenario> scenarios = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean isCounter = i % 2 == 1;
      String metric = isCounter ? "bench_" + i + "_total" : "bench_" + i;
      Alert.NeedsCondition named = i % TEAMS == 0 ? critical("Bench" + i) : warning("Bench" + i);
      alerts[i] =
          named
              .when(
                  isCounter
                      ? counter(metric, Count.class)
                          .rate(ofMinutes(5))
                          .sum(by(JOB, INSTANCE))
                          .isGreaterThan(count(5).perSecond())
                      : gauge(metric, Count.class).isGreaterThan(count(5)))
              .forDuration(ofMinutes(1 + i % 3))
              .summary("Bench " + i)
              .description("{{ $value }}")
              .runbook(RUNBOOK)
              .label(TEAM, "team-" + i % TEAMS);
      scenarios.add(
          isCounter
              ? scenario(alerts[i])
                  .target("bench", load().counter(metric, 1))
                  .atValue(rate -> load().counter(metric, rate))
              : scenario(alerts[i])
                  .target("bench", load().gauge(metric, 0))
                  .atValue(value -> load().gauge(metric, value)));
    }
    return Suite.of(
            monitoring("bench", groups(alerts))
                .prometheus(
                    prometheus(ofSeconds(15))
                        .scrapeTimeout(ofSeconds(15))
                        .alertmanagers("alertmanager:9093")
                        .scrapeConfigs(job("bench", "bench:8080")))
                .alertmanager(alertmanager(routes()))
                .runbookBaseUrl(URI.create("https://runbooks.example.org")))
        .with(scenarios);
  }

  private static RuleGroup[] groups(Alert[] alerts) {
    List<RuleGroup> groups = new ArrayList<>();
    for (int i = 0; i < alerts.length; i += 10) {
      groups.add(
          group("bench-" + i / 10, Arrays.copyOfRange(alerts, i, Math.min(i + 10, alerts.length))));
    }
    return groups.toArray(new RuleGroup[0]);
  }

  private static Route routes() {
    Receiver pager = receiver("pager", pagerDuty(Secret.env("PAGERDUTY_KEY")));
    Route[] routes = new Route[TEAMS];
    routes[0] = route(pager).matchers(Severity.CRITICAL).groupWait(ofSeconds(10));
    for (int team = 1; team < TEAMS; team++) {
      Receiver chat =
          receiver("team-" + team, slack("#team-" + team, Secret.env("SLACK_WEBHOOK_URL")));
      routes[team] = route(chat).matchers(TEAM.is("team-" + team));
    }
    return route(receiver("all", slack("#all", Secret.env("SLACK_WEBHOOK_URL"))))
        .groupBy(ALERTNAME, JOB, INSTANCE)
        .routes(routes);
  }
}
