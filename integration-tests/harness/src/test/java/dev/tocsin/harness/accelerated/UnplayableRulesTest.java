package dev.tocsin.harness.accelerated;

import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.RecordingRule.record;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of a pile, only what a scenario needs must be playable. */
class UnplayableRulesTest {
  private static Suite suite(Scenario... scenarios) {
    return Suite.of(
            monitoring(
                    "m",
                    group(
                        "g",
                        record("job:errors:rate1m").expr(promql("sum by (job) (rate(errors[1m]))")),
                        alert("Errors", "job:errors:rate1m > 1"),
                        alert("Full", "disk > 90"),
                        alert("Slow", "rate(seconds[1m]) > 1"),
                        alert("Anything", "count({job=\"web\"}) > 100"),
                        alert("Storm", "count(ALERTS) > 10")))
                .prometheus(
                    prometheus(ofSeconds(15))
                        .scrapeTimeout(ofSeconds(15))
                        .scrapeConfigs(job("web", "web:9100"))))
        .with(scenarios);
  }

  private static Alert alert(String name, String expr) {
    return plain(name).when(promql(expr).exists());
  }

  private static Scenario about(String alert) {
    return scenario(alert)
        .target("web", load().gauge("disk", 20))
        .atValue(share -> load().gauge("disk", share));
  }

  private static List<String> names(Suite suite, double speed) {
    return UnplayableRules.of(suite, speed).keySet().stream().map(Rule::name).toList();
  }

  @Test
  void whatNoScenarioNeedsIsIgnored() {
    assertThat(names(suite(about("Full")), 150)).containsExactly("job:errors:rate1m", "Slow");
    assertThat(names(suite(about("Full")), 60)).isEmpty();
  }

  @Test
  void whatIsNeededIsKept() {
    assertThat(names(suite(about("Slow")), 150)).containsExactly("job:errors:rate1m");
    assertThat(names(suite(about("Full").mayAlsoFire("Slow")), 150))
        .containsExactly("job:errors:rate1m");
    assertThat(names(suite(about("Full").inhibits("Slow")), 150))
        .containsExactly("job:errors:rate1m");
  }

  /** By way of what records it, of a selector that leaves the metric open, and of alerts' own. */
  @Test
  void whatIsNeededByTheNeededIsKeptAsWell() {
    assertThat(names(suite(about("Errors")), 150)).containsExactly("Slow");
    assertThat(names(suite(about("Anything")), 150)).isEmpty();
    assertThat(names(suite(about("Storm")), 150)).isEmpty();
  }

  /** Unless one of its rules is needed: then the interval is refused. */
  @Test
  void soIsAGroupThatIsEvaluatedTooOften() {
    Suite pile =
        Suite.of(
            monitoring(
                    "m",
                    group("g", alert("Full", "disk > 90")),
                    group("often", alert("Hot", "celsius > 90"), alert("Cold", "celsius < 5"))
                        .interval(ofSeconds(5)))
                .prometheus(prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(15))));

    assertThat(names(pile.with(about("Full")), 150)).containsExactly("Hot", "Cold");
    assertThat(names(pile.with(about("Full")), 60)).isEmpty();
    assertThat(names(pile.with(about("Hot")), 150)).isEmpty();
    assertThat(UnplayableRules.notes(UnplayableRules.of(pile.with(about("Full")), 150)))
        .first()
        .asString()
        .endsWith("its group is evaluated every 5s, which would shrink to less than 50ms");
  }

  @Test
  void theFirstOnesAreReportedOneByOne() {
    assertThat(UnplayableRules.notes(UnplayableRules.of(suite(about("Full")), 150)))
        .hasSize(2)
        .last()
        .asString()
        .contains("left out, since no scenario needs it and it cannot be accelerated: alert Slow (")
        .contains("window [1m] would shrink to 400 ms");
    Alert[] many =
        IntStream.range(0, 7)
            .mapToObj(i -> alert("Slow" + i, "rate(seconds[1m]) > " + i))
            .toArray(Alert[]::new);
    Suite pile =
        Suite.of(
            monitoring("m", group("g", many))
                .prometheus(prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(15))));
    assertThat(UnplayableRules.notes(UnplayableRules.of(pile, 150)))
        .hasSize(6)
        .last()
        .isEqualTo("left out as well: 2 more rules");
  }
}
