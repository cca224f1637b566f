package dev.tocsin.harness.backfilled;

import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Stack;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What fails an alert, and what does not: a machine that is paused for a moment is no reason, and
 * that nothing is seen is none to hold. All runs go on at the same time, for most of each is
 * waiting.
 */
@Cores(0.5)
class VerdictsIT {
  private static final Duration PATIENCE = ofMinutes(2);

  private static final MonitoringModel MODEL =
      monitoring(
              "shop",
              group(
                  "alerts",
                  Alert.plain("Long").when(promql("queue > 5").exists()).forDuration(ofMinutes(5))))
          .prometheus(PrometheusConfig.prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(15)))
          .alertmanager(
              alertmanager(
                  route(receiver("team", webhook(URI.create("http://team.example.org"))))));

  private static final Suite SUITE =
      Suite.of(MODEL)
          .with(
              scenario("Long")
                  .target("shop", load())
                  .atValue(level -> load().gauge("queue", level)));

  @TempDir static Path folder;

  private static final AtomicInteger STACKS = new AtomicInteger();

  private static CompletableFuture<ProofRun> once;
  private static CompletableFuture<ProofRun> always;
  private static CompletableFuture<ProofRun> blind;

  /** Until it has missed what it should have looked at. */
  private static void standStill(Stack stack) {
    Await.that("it is ready", PATIENCE, () -> stack.prometheus().isReady(), stack::toString);
    stack.prometheuses().get(0).pause();
    Await.passing(ofSeconds(4));
    stack.prometheuses().get(0).resume();
  }

  /** The rule fires too late, which a machine that is paused may do to any rule. */
  private static String lazy() {
    return rules().replace("for: 5m", "for: 5m4s");
  }

  private static String rules() {
    return Generator.files(MODEL, "shop").texts().getOrDefault(GeneratedFiles.RULES, "");
  }

  private static ProofRun run(String rules, Consumer<Stack> sabotage, int most, String below) {
    return Backfilled.of(SUITE)
        .ruleFile(rules)
        .breaking(sabotage, most)
        .run(Tools.standard().provide(Generation.NEWEST), folder.resolve(below));
  }

  private static void standStillOnce(Stack stack) {
    if (STACKS.incrementAndGet() == 1) {
      standStill(stack);
    }
  }

  @BeforeAll
  static void play() {
    once = CompletableFuture.supplyAsync(() -> run(lazy(), VerdictsIT::standStillOnce, 2, "once"));
    always = CompletableFuture.supplyAsync(() -> run(lazy(), VerdictsIT::standStill, 0, "always"));
    blind =
        CompletableFuture.supplyAsync(
            () -> run(rules().replace("queue >", "queues >"), stack -> {}, 2, "blind"));
  }

  @Test
  void whatAMachineIsTooSlowForIsPlayedAgain() {
    ProofRun run = once.join();

    // At the second try the machine is no excuse any more.
    assertThat(((BackfilledRun) run).notes())
        .isNotEmpty()
        .allSatisfy(
            note -> assertThat(note).contains("inconclusive, as the machine did not keep up"));
    assertThat(run.proofs()).anyMatch(proof -> proof.replays() == 1);
    assertThat(run.proofs()).hasSize(3);
    assertThat(run.failures())
        .singleElement()
        .asString()
        .contains(" s before it fires", "it fires after its for of 5m")
        .contains("the rule file says for: 5m4s, and the definition 5m");
  }

  @Test
  void whatAMachineIsAlwaysTooSlowForIsInconclusive() {
    ProofRun run = always.join();

    assertThat(run.failures()).isEmpty();
    assertThat(run.proofs())
        .hasSize(3)
        .anyMatch(proof -> proof.verdict() == Proof.Verdict.INCONCLUSIVE);
    assertThatThrownBy(run::requireConclusive)
        .isInstanceOf(MachineTooSlowError.class)
        .hasMessageStartingWith("inconclusive: ")
        .hasMessageContaining("missed evaluations of rule groups: alerts: ");
  }

  /** Also the case that must mute, for it does so whatever its target exports. */
  @Test
  void aRuleThatReadsNothingHoldsNowhere() {
    assertThat(blind.join().proofs()).hasSize(3).noneMatch(Proof::isOk);
    assertThat(blind.join().failures())
        .anySatisfy(
            failure ->
                assertThat(failure)
                    .contains("expected: what its rule compares is there, and within its limit")
                    .contains("but saw: nothing where it fires if > 5"));
  }
}
