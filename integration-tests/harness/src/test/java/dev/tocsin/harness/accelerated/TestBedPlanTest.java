package dev.tocsin.harness.accelerated;

import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.alertmanager.Webhook;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.harness.scenario.AlwaysFiring;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Suite;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestBedPlanTest {
  private static Alert alert(String name, String expression) {
    return Alert.plain(name).when(promql(expression).exists());
  }

  private static final Suite SUITE =
      Suite.of(
              monitoring(
                  "shop",
                  group(
                      "alerts",
                      alert("Each", "queue > 5"),
                      alert("EachByHand", "sum by (job, instance) (queue) > 5"),
                      alert("All", "sum by (job) (queue) > 5"),
                      alert("Apart", "stock < 5"),
                      alert("Always", "vector(1)"))))
          .with(
              scenario("Each")
                  .target("shop", load())
                  .atValue(level -> load().gauge("queue", level)),
              scenario("EachByHand")
                  .target("shop", load())
                  .atValue(level -> load().gauge("queue", level)),
              scenario("All").target("shop", load()).atValue(level -> load().gauge("queue", level)),
              scenario("Apart")
                  .target("shop", load())
                  .atValue(level -> load().gauge("stock", level))
                  .onItsOwnServers());

  @Test
  void whatDoesNotSeparateInstancesRunsOnItsOwnServers() {
    List<TestBedPlan> stagePlans = TestBedPlan.divide(SUITE, SUITE.cases(Margin.WIDE));

    assertThat(stagePlans.get(0).kind()).isEqualTo(TestBedPlan.Kind.TOGETHER);
    assertThat(alerts(stagePlans.get(0))).containsOnly("Each", "EachByHand");
    assertThat(stagePlans.subList(1, stagePlans.size()))
        .allSatisfy(
            bedPlan -> {
              assertThat(bedPlan.kind()).isEqualTo(TestBedPlan.Kind.ALONE);
              assertThat(bedPlan.cases()).hasSize(1);
              assertThat(alerts(bedPlan)).isSubsetOf("All", "Apart");
            });
  }

  @Test
  void anAlertThatLooksAtNoSeriesFiresAllTheTime() {
    assertThat(AlwaysFiring.names(SUITE)).containsExactly("Always");
  }

  /** Hours of a route whose alerts have test beds of their own, or others beside them. */
  @Test
  void everyRouteWithHoursIsTriedOutsideOfThem() {
    TimeInterval office = TimeInterval.timeInterval("office").times("08:00", "18:00");
    Receiver team = Receiver.receiver("team", Webhook.webhook(URI.create("http://t.example.org")));
    Route root =
        Route.route(team)
            .routes(
                Route.route(team).matchers(Label.ALERTNAME.is("All")).activeTimeIntervals(office),
                Route.route(team).matchers(Label.ALERTNAME.is("Each")).muteTimeIntervals(office),
                Route.route(team).matchers(Label.ALERTNAME.is("EachByHand")));
    Suite suite =
        Suite.of(SUITE.model().alertmanager(AlertmanagerConfig.alertmanager(root)))
            .with(
                scenario("All")
                    .target("shop", load())
                    .atValue(level -> load().gauge("queue", level)),
                scenario("Each")
                    .target("shop", load())
                    .atValue(level -> load().gauge("queue", level))
                    .mayAlsoFire("EachByHand"));

    List<TestBedPlan> stagePlans =
        TestBedPlan.divide(suite, suite.cases(Margin.WIDE)).stream()
            .filter(bedPlan -> bedPlan.kind().isOutOfHours())
            .toList();
    assertThat(stagePlans)
        .extracting(TestBedPlan::kind)
        .containsExactly(TestBedPlan.Kind.OUT_OF_HOURS, TestBedPlan.Kind.ALONE_OUT_OF_HOURS);
    assertThat(alerts(stagePlans.get(0))).containsExactly("Each");
    assertThat(alerts(stagePlans.get(1))).containsExactly("All");
  }

  private static List<String> alerts(TestBedPlan bedPlan) {
    return bedPlan.cases().stream().map((Case it) -> it.scenario().alert()).toList();
  }
}
