package dev.tocsin.harness;

import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.stack.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.stack.Await;
import dev.tocsin.harness.stack.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Cores(0.5)
class EnsembleIT {
  @TempDir Path folder;

  /** Whatever one throws, the others are told of, and all are in the report. */
  @Test
  void aSceneThatBreaksTakesNoOtherWithIt() {
    ProofReport report = new ProofReport();
    try (Stage stage =
        Stage.of(Shop.model())
            .scripting("shop-1", "shop", load().counter("shop_orders_total", 3))
            .withItselfAsPrometheus("itself")
            .open(
                Programs.of(Tools.standard().provide(Generation.NEWEST)), folder.resolve("work"))) {
      List<Ensemble.Outcome> outcomes =
          Ensemble.on(stage, report)
              .with(
                  "ShopDown",
                  "breaks",
                  scene -> {
                    throw new NoClassDefFoundError("half a build");
                  })
              .with("FewOrders", "goes on", scene -> scene.holds("it goes on", true, "it does"))
              .withAtLast("ShopDown", "is silenced", EnsembleIT::silenced)
              .play();

      assertThat(outcomes)
          .extracting(Ensemble.Outcome::alert)
          .containsExactly("ShopDown", "FewOrders", "ShopDown");
      assertThat(outcomes.get(0).failure()).hasMessageContaining("half a build");
      assertThat(outcomes.get(1).failure()).isNull();
      assertThat(outcomes.get(2).failure()).isNull();
      assertThat(report.proofs()).hasSize(3);
    }
  }

  private static void silenced(Scene scene) {
    var alertmanager = scene.stage().alertmanager();
    alertmanager.silence(
        Map.of("alertname", "Quiet", "instance", "a:1"), Duration.ofMinutes(5), "a test");
    for (String instance : List.of("a:1", "b:1")) {
      alertmanager.tell(Map.of("alertname", "Quiet", "instance", instance));
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
    scene.holds(
        "the one that was meant",
        Optional.of("a:1").equals(Optional.ofNullable(quiet.labels().get("instance"))),
        quiet.toString());
    scene.isHeldBackByNothing(AlertPattern.alert("Quiet").with("instance", "b:1"));
  }
}
