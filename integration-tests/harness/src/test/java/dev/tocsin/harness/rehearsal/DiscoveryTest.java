package dev.tocsin.harness.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private final Discovery discovery = Discovery.of(List.of("shop"));

  @Test
  void onlyTheJobsThatCanGoLookIntoFiles() {
    String config =
        discovery.configuration(
            """
            scrape_configs:
              - job_name: shop
                scrape_interval: 100ms
                static_configs:
                  - targets: ['a:1']
              - job_name: kiosk
                static_configs:
                  - targets: ['b:1']
            """);

    assertThat(config.replace("\"", ""))
        .containsOnlyOnce("file_sd_configs:\n  - files:\n    - discovery/targets-1.json")
        .contains("scrape_interval: 100ms", "b:1")
        .doesNotContain("a:1");
    assertThat(discovery.changes())
        .singleElement()
        .extracting(Change::place)
        .isEqualTo("prometheus.yml: targets of shop");
  }

  @Test
  void aFileHasTheTargetsThatAreThere() {
    assertThat(discovery.file("shop", List.of("a:1", "a:2")))
        .isEqualTo(Map.of("discovery/targets-1.json", "[{\"targets\":[\"a:1\",\"a:2\"]}]"));
    assertThat(discovery.file("shop", List.of())).containsValue("[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> discovery.file("kiosk", List.of()))
        .withMessageContaining("say .discovering(\"kiosk\")");
  }
}
