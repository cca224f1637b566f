package dev.tocsin.harness.faults;

import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.Shop;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.servers.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.testbed.TestBed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Cores(0.5)
class FaultTestsIT {
  @TempDir Path folder;

  /** Whatever one throws, the others are notified of, and all are in the report. */
  @Test
  void aFaultTestThatFailsDoesNotFailOthers() {
    ProofReport report = new ProofReport();
    try (TestBed bed =
        TestBed.of(Shop.model())
            .scripting("shop-1", "shop", load().counter("shop_orders_total", 3))
            .withItselfAsPrometheus("itself")
            .open(
                Programs.of(Tools.standard().provide(Generation.NEWEST)), folder.resolve("work"))) {
      List<FaultTests.Outcome> outcomes =
          FaultTests.on(bed, report)
              .with(
                  "ShopDown",
                  "breaks",
                  test -> {
                    throw new NoClassDefFoundError("half a build");
                  })
              .with("FewOrders", "goes on", test -> test.holds("it goes on", true, "it does"))
              .withAtLast("ShopDown", "is silenced", FaultTestsIT::silenced)
              .play();

      assertThat(outcomes)
          .extracting(FaultTests.Outcome::alert)
          .containsExactly("ShopDown", "FewOrders", "ShopDown");
      assertThat(outcomes.get(0).failure()).hasMessageContaining("half a build");
      assertThat(outcomes.get(1).failure()).isNull();
      assertThat(outcomes.get(2).failure()).isNull();
      assertThat(report.proofs()).hasSize(3);
    }
  }

  private static void silenced(FaultTest test) {
    var alertmanager = test.bed().alertmanager();
    alertmanager.silence(
        Map.of("alertname", "Quiet", "instance", "a:1"), Duration.ofMinutes(5), "a test");
    for (String instance : List.of("a:1", "b:1")) {
      alertmanager.post(Map.of("alertname", "Quiet", "instance", instance));
    }
    KnownAlert quiet =
        Await.until(
            "one of the two is silenced",
            Duration.ofSeconds(60),
            () ->
                alertmanager.alerts().stream()
                    .filter(alert -> alert.name().equals("Quiet"))
                    .filter(alert -> !alert.silencedBy().isEmpty())
                    .findFirst(),
            () -> alertmanager.alerts().toString());
    test.holds(
        "the one that was meant",
        Optional.of("a:1").equals(Optional.ofNullable(quiet.labels().get("instance"))),
        quiet.toString());
    test.isNotSuppressed(AlertPattern.alert("Quiet").with("instance", "b:1"));
  }
}
