package dev.tocsin.harness.backfill;

import static dev.tocsin.dsl.MonitoringModel.monitoring;
import static dev.tocsin.dsl.RuleGroup.group;
import static dev.tocsin.dsl.alertmanager.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.alertmanager.Receiver.receiver;
import static dev.tocsin.dsl.alertmanager.Route.route;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Await;
import dev.tocsin.harness.MachineTooSlowError;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.stack.Stack;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that stands still for a moment does not fail an alert. */
class SlowMachineIT {
  private static final Duration PATIENCE = ofMinutes(2);

  private static final MonitoringModel MODEL =
      monitoring(
              "shop",
              group(
                  "alerts",
                  Alert.plain("Long").when(promql("queue > 5").exists()).heldFor(ofMinutes(5))))
          .watching(PrometheusConfig.prometheus(ofSeconds(15), ofSeconds(15)))
          .notifying(
              alertmanager(
                  route(receiver("team", webhook(URI.create("http://team.example.org"))))));

  private static final Suite SUITE =
      Suite.of(MODEL)
          .with(scenario("Long").on("shop", load()).driven(level -> load().gauge("queue", level)));

  @TempDir Path folder;

  private final AtomicInteger stacks = new AtomicInteger();

  /** Until it has missed what it should have looked at. */
  private static void standStill(Stack stack) {
    Await.that("it is ready", PATIENCE, () -> stack.prometheus().isReady(), stack::toString);
    stack.prometheuses().get(0).pause();
    Await.passing(ofSeconds(4));
    stack.prometheuses().get(0).resume();
  }

  /** The rule fires too late, which a machine that stands still may do to any rule. */
  private static String lazy() {
    return Generator.files(MODEL, "shop")
        .texts()
        .getOrDefault(Generator.RULES, "")
        .replace("for: 5m", "for: 5m4s");
  }

  private BackfilledRun run(Consumer<Stack> sabotage, int most, String below) {
    return Backfilled.of(SUITE)
        .shipping(lazy())
        .breaking(sabotage, most)
        .run(Tools.standard().provide(Generation.NEWEST), folder.resolve(below));
  }

  /** Both at the same time, for most of it is waiting. */
  @Test
  void whatItIsTooSlowForIsPlayedAgainAndIsNoVerdict() {
    CompletableFuture<BackfilledRun> always =
        CompletableFuture.supplyAsync(() -> run(SlowMachineIT::standStill, 1, "always"));

    BackfilledRun once =
        run(
            stack -> {
              if (stacks.incrementAndGet() == 1) {
                standStill(stack);
              }
            },
            3,
            "once");

    // At the second try the machine is no excuse any more.
    assertThat(once.notes())
        .isNotEmpty()
        .allSatisfy(
            note -> assertThat(note).contains("not judged, for the machine did not keep up"));
    assertThat(once.proofs()).hasSize(3);
    assertThat(once.failures())
        .singleElement()
        .asString()
        .contains(" s short of its time", "it fires when its for of 5m is over")
        .contains("the rule file says for: 5m4s, and the definition 5m");
    assertThatThrownBy(always::join)
        .hasCauseInstanceOf(MachineTooSlowError.class)
        .hasMessageContaining("not judged: ")
        .hasMessageContaining("evaluations of rules were missed: {alerts=");
  }
}
