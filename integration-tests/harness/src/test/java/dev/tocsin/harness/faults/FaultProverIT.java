package dev.tocsin.harness.faults;

import static dev.tocsin.harness.faults.AlertPattern.alert;
import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.Shop;
import dev.tocsin.harness.receivers.Delivery.PagerDutyEvent;
import dev.tocsin.harness.report.Curve;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A whole small proof on real servers: what it tells when it holds, and when it does not. */
@Execution(ExecutionMode.CONCURRENT)
@Cores(0.5)
class FaultProverIT {
  private static final Set<String> ON_CALL =
      Set.of("PagerDuty PAGERDUTY_KEY", "Slack #urgent by SLACK_WEBHOOK_URL");

  private static final Load OPEN = load().counter("shop_orders_total", 3);

  @TempDir Path folder;

  private final ProofReport report = new ProofReport();

  private FaultProver prover() {
    return FaultProver.on(
        TestBed.of(Shop.model())
            .scripting("shop-1", "shop", OPEN)
            .scripting("shop-2", "shop", OPEN)
            .withItselfAsPrometheus("itself"),
        Programs.of(Tools.standard().provide(Generation.NEWEST)),
        folder.resolve("work"),
        report);
  }

  @Test
  void aProofHoldsWithItsEvidenceAndAFailureTellsWhatEveryoneSaw() throws IOException {
    List<String> secrets = new ArrayList<>();
    Throwable failure;
    try (FaultProver prover = prover()) {
      prover.prove(
          "ShopDown",
          "a shop closes and opens again",
          test -> {
            secrets.addAll(secretsOf(test));
            AlertPattern down =
                alert("ShopDown").with("instance", test.bed().target("shop-1").address());
            test.causes("shop-1 goes down", () -> test.bed().target("shop-1").goDown());
            test.fires(down);
            test.notifies("ShopDown", false, ON_CALL);
            test.arrives("the page", PagerDutyEvent.class, event -> !event.isResolved());
            test.causes("shop-1 is back", () -> test.bed().target("shop-1").serve(OPEN));
            test.resolves(down);
            test.notifies("ShopDown", true, ON_CALL);
            test.firedOnly(Set.of("ShopDown"));
          });
      failure =
          catchThrowable(
              () ->
                  prover.prove(
                      "FewOrders",
                      "told to somebody who is never notified",
                      test -> {
                        secrets.addAll(secretsOf(test));
                        test.holds("it is delivered to the moon", false, "nothing up there");
                      }));
    }
    report.writeTo(folder.resolve("report"));

    assertThat(report.proofs()).extracting(Proof::isOk).containsExactly(true, false);
    assertThat(report.proofs().get(0).evidence().deliveries()).isGreaterThanOrEqualTo(4);
    assertThat(report.proofs().get(0).evidence().curves())
        .anySatisfy(
            curve -> {
              assertThat(curve.expression()).startsWith("up{");
              assertThat(curve.limit()).contains(new Curve.Limit("==", 0));
              assertThat(curve.points()).extracting(Curve.Point::value).contains(0.0, 1.0);
            });
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected: it is delivered to the moon")
        .hasMessageContaining("but saw: nothing up there")
        .hasMessageContaining("Prometheus:")
        .hasMessageContaining("rule FewOrders is inactive")
        .hasMessageContaining("sum by (job, instance) (rate(shop_orders_total[")
        .hasMessageContaining("Alertmanager:")
        .hasMessageContaining("Notifications:");
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(8);
    for (String secret : secrets) {
      assertThat(failure.getMessage()).doesNotContain(secret);
      for (String form : List.of(ProofReport.JSON, ProofReport.HTML)) {
        assertThat(Files.readString(folder.resolve("report").resolve(form))).doesNotContain(secret);
      }
    }
    assertThat(folder.resolve("work/bed-1/secrets")).doesNotExist();
  }

  @Test
  void aMachineThatDoesNotKeepUpIsNotTheAlertsFault() {
    List<Double> speeds = new ArrayList<>();
    try (FaultProver prover = prover()) {
      prover.proveSilence(
          "ShopDown",
          "all is well",
          test -> {
            speeds.add(test.bed().clock().speed());
            if (speeds.size() == 1) {
              throw new MachineTooSlowError(
                  Slowness.because("1 of 9 scrapes of 127.0.0.1:1001 failed").toString());
            }
            test.firedOnly(Set.of());
          });
    }

    assertThat(speeds).containsExactly(150.0, 75.0);
    Proof proof = report.proofs().get(0);
    assertThat(proof.isOk()).isTrue();
    assertThat(proof.speed()).isEqualTo(75);
    assertThat(proof.notes())
        .containsExactly(
            "inconclusive at speed 150: the machine did not keep up: 1 of 9 scrapes of"
                + " 127.0.0.1:1001 failed");
    assertThat(folder.resolve("work/bed-2/prometheus.log")).exists();
  }

  /** The clock is set back by an hour in the middle of a fault test: it is replayed, not failed. */
  @Test
  void aClockThatJumpsIsNotTheAlertsFault() {
    List<Duration> jumps = new ArrayList<>(List.of(Duration.ofHours(-1)));
    AtomicReference<Duration> step = new AtomicReference<>(Duration.ZERO);
    try (FaultProver prover =
        prover()
            .watchedBy(
                () -> {
                  step.set(Duration.ZERO);
                  InstantSource wall = () -> Instant.now().plus(step.get());
                  return SteadyClock.of(wall.withZone(ZoneOffset.UTC), System::nanoTime);
                })) {
      prover.proveSilence(
          "ShopDown",
          "all is well",
          test -> {
            if (!jumps.isEmpty()) {
              step.set(jumps.remove(0));
              test.holds("held in " + step.get().toSeconds() + " s", false, "no such alert");
            }
            test.firedOnly(Set.of());
          });
    }

    Proof proof = report.proofs().get(0);
    assertThat(report.proofs()).hasSize(1);
    assertThat(proof.verdict()).isEqualTo(Proof.Verdict.HELD);
    assertThat(proof.replays()).isEqualTo(1);
    assertThat(proof.notes())
        .singleElement()
        .asString()
        .contains("at speed 150: the machine's clock jumped by -3")
        .doesNotContain("held in");
  }

  /** The secret part of each file that the test bed has made. */
  private static List<String> secretsOf(FaultTest test) {
    List<String> secrets = new ArrayList<>();
    for (String name : test.bed().rehearsed().secrets().names()) {
      try {
        String value = Files.readString(test.bed().folder().resolve("secrets").resolve(name));
        secrets.add(value.substring(value.lastIndexOf('/') + 1));
      } catch (IOException e) {
        throw new AssertionError("the secret " + name + " has no file", e);
      }
    }
    return secrets;
  }
}
