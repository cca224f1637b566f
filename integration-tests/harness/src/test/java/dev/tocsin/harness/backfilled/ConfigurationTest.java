package dev.tocsin.harness.backfilled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.harness.Shop;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.rehearsal.Change;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Prometheus starts with is what ships, but for what is listed. */
class ConfigurationTest {
  private static final MonitoringModel MODEL = Shop.model();
  private static final String RULES =
      Generator.files(MODEL, "shop").texts().getOrDefault(GeneratedFiles.RULES, "");

  private static Configuration made() {
    try (Sinks sinks = Sinks.start()) {
      return Configuration.of(
          MODEL,
          RULES,
          Optional.empty(),
          sinks,
          new Configuration.Addresses(
              "127.0.0.1:2001",
              "127.0.0.1:3001",
              Map.of("shop", List.of("127.0.0.1:1001")),
              Path.of("/secrets")));
    }
  }

  @Test
  void everyChangeIsListed() {
    Configuration made = made();

    assertThat(made.files()).containsEntry(GeneratedFiles.RULES, RULES);
    assertThat(made.rehearsed().changes())
        .extracting(Change::place)
        .contains(
            "Prometheus: --rules.alert.for-grace-period",
            "Prometheus: --rules.alert.resend-delay",
            "prometheus.yml: scrape_interval",
            "prometheus.yml: scrape_timeout",
            "prometheus.yml: evaluation_interval",
            "prometheus.yml: alertmanagers",
            "prometheus.yml: targets of shop",
            "prometheus.yml: targets of itself")
        // Neither are times of rules divided, nor is the lookback.
        .noneMatch(place -> place.startsWith("alert ") || place.contains("lookback"));
  }

  @Test
  void whatMustStayIsFoundWhenItDiffers() {
    Configuration made = made();
    assertThat(made.unexplained(MODEL, RULES)).isEmpty();

    for (List<String> change :
        List.of(
            List.of(GeneratedFiles.RULES, "for: 1m", "for: 59s"),
            List.of(GeneratedFiles.PROMETHEUS, "job_name: shop", "job_name: store"),
            List.of(GeneratedFiles.PROMETHEUS, "rule_files", "scrape_config_files"),
            List.of(GeneratedFiles.ALERTMANAGER, "#urgent", "#random"))) {
      Map<String, String> tampered = new HashMap<>(made.files());
      tampered.computeIfPresent(
          change.get(0), (name, text) -> text.replace(change.get(1), change.get(2)));
      assertThat(tampered).as(change.toString()).isNotEqualTo(made.files());
      assertThat(new Configuration(made.rehearsed(), tampered).unexplained(MODEL, RULES))
          .as(change.toString())
          .isNotEmpty();
    }
  }
}
