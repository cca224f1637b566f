package dev.tocsin.harness.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.harness.Shop;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.series.VirtualClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final Map<String, String> SHIPPED = Generator.files(Shop.model(), "shop").texts();

  private static List<String> after(String file, String word, String other) {
    assertThat(SHIPPED.get(file)).contains(word);
    Map<String, String> changed = new TreeMap<>(SHIPPED);
    changed.put(file, changed.get(file).replace(word, other));
    return Differences.unexplained(SHIPPED, changed);
  }

  @Test
  void aRehearsalChangesNothingThatItMustNot() {
    try (Sinks sinks = Sinks.start()) {
      Rehearsed rehearsed =
          Rehearsal.of(Shop.model(), VirtualClock.startingNow(150), sinks, Path.of("/secrets"))
              .scraping("shop", List.of("127.0.0.1:1001"))
              .scraping("itself", List.of("127.0.0.1:2001"))
              .alerting(List.of("127.0.0.1:3001"))
              .rehearse();

      assertThat(Differences.unexplained(SHIPPED, rehearsed.files())).isEmpty();
    }
  }

  @Test
  void whatMustStayIsFoundWhenItDiffers() {
    assertThat(after(GeneratedFiles.RULES, "severity: critical", "severity: warning"))
        .containsExactly(
            "production-alerts.yml: groups.rules.labels.severity: \"critical\" -> \"warning\"");
    assertThat(after(GeneratedFiles.RULES, "alert: ShopDown", "alert: Other")).hasSize(1);
    assertThat(after(GeneratedFiles.ALERTMANAGER, "#urgent", "#random")).hasSize(1);
    assertThat(
            after(
                GeneratedFiles.ALERTMANAGER, "group_by: [alertname, job]", "group_by: [alertname]"))
        .hasSize(1);
    assertThat(after(GeneratedFiles.ALERTMANAGER, "send_resolved: true", "send_resolved: false"))
        .isNotEmpty();
    assertThat(after(GeneratedFiles.PROMETHEUS, "job_name: shop", "job_name: store")).hasSize(1);
  }

  @Test
  void anExpressionMayDifferInItsTimesOnly() {
    String shipped = "rate(shop_orders_total{code=~\"[45]..\"}[5m]) > 5 and time() - up > 0.5";
    for (String same :
        List.of(
            shipped,
            "rate(shop_orders_total{code=~\"[45]..\"}[2s]) / 150 > 5"
                + " and time() * 150 - 1.6e+11 - up > 0.5",
            "(rate(shop_orders_total{code=~\"[45]..\"}[2s] offset 40ms) / 150) > 5"
                + " and time() * 150 - 1 - up > 0.5")) {
      assertThat(Skeleton.isSame(shipped, same)).as(same).isTrue();
    }
    for (List<String> change :
        List.of(
            List.of("> 5", "> 50"),
            List.of("> 0.5", "> 5"),
            List.of("> 5", ">= 5"),
            List.of("rate", "increase"),
            List.of("[45]..", "4.."),
            List.of("and", "unless"),
            List.of("and time() - up > 0.5", ""),
            List.of("> 5 and", "> 5 + up and"))) {
      String other = shipped.replace(change.get(0), change.get(1));
      assertThat(other).isNotEqualTo(shipped);
      assertThat(Skeleton.isSame(shipped, other)).as(other).isFalse();
    }
    assertThat(after(GeneratedFiles.RULES, "< 2", "< 20"))
        .singleElement()
        .asString()
        .contains("groups.rules.expr: more than times: ");
  }

  @Test
  void whatMayDifferIsNotReported() {
    assertThat(after(GeneratedFiles.RULES, "for: 1m", "for: 400ms")).isEmpty();
    assertThat(after(GeneratedFiles.ALERTMANAGER, "/run/secrets/PAGERDUTY_KEY", "/x/PAGERDUTY_KEY"))
        .isEmpty();
    assertThat(after(GeneratedFiles.PROMETHEUS, "scrape_interval: 15s", "scrape_interval: 100ms"))
        .isEmpty();
  }
}
