package dev.tocsin.harness.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.harness.Shop;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.series.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  private static Sinks sinks;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    sinks = Sinks.start();
  }

  @AfterAll
  static void stop() {
    sinks.close();
  }

  private Rehearsal rehearsal(MonitoringModel model, double speed) {
    return Rehearsal.of(model, VirtualClock.startingNow(speed), sinks, folder.resolve("secrets"))
        .scraping("shop", List.of("127.0.0.1:1001", "127.0.0.1:1002"))
        .scraping("itself", List.of("127.0.0.1:2001"))
        .alerting(List.of("127.0.0.1:3001"));
  }

  @Test
  void durationsAreDividedInTheRuleFile() {
    String rules = rehearsal(Shop.model(), 150).rehearse().files().get(GeneratedFiles.RULES);

    assertThat(rules)
        .contains("for: 400ms")
        .contains("for: 4s")
        .contains("keep_firing_for: 1s200ms")
        .contains("rate(shop_orders_total[2s])")
        .contains("/ 150")
        .contains("interval: 400ms")
        .contains("runbook_url: https://runbooks.example.org/shop-down.md");
  }

  @Test
  void prometheusScrapesScriptsAndTellsTheStacksAlertmanager() {
    String config = rehearsal(Shop.model(), 150).rehearse().files().get(GeneratedFiles.PROMETHEUS);

    assertThat(config)
        .contains("scrape_interval: 100ms")
        .contains("scrape_timeout: 100ms")
        .contains("evaluation_interval: 100ms")
        .contains("127.0.0.1:1001", "127.0.0.1:1002", "127.0.0.1:2001", "127.0.0.1:3001")
        .doesNotContain("shop-1")
        .doesNotContain("alertmanager:9093");
  }

  /** Its name is another one before Prometheus 3, and the definition is proven on both. */
  @Test
  void theKeyForClassicHistogramsIsLeftOutAndListed() {
    MonitoringModel shop = Shop.model();
    MonitoringModel keeping =
        shop.prometheus(
            shop.prometheus()
                .orElseThrow()
                .scrapeConfigs(
                    shop.prometheus().orElseThrow().scrapeConfigs().stream()
                        .map(ScrapeJob::alwaysScrapeClassicHistograms)
                        .toArray(ScrapeJob[]::new)));
    Rehearsed rehearsed = rehearsal(keeping, 150).rehearse();

    assertThat(rehearsed.files().get(GeneratedFiles.PROMETHEUS)).doesNotContain("classic");
    assertThat(rehearsed.changes())
        .extracting(Change::place)
        .contains("prometheus.yml: always_scrape_classic_histograms of shop");
    assertThat(Differences.unexplained(Generator.files(keeping, "shop").texts(), rehearsed.files()))
        .isEmpty();
  }

  @Test
  void alertmanagerTellsSinksAtOnceAndAtAnyHour() {
    String config =
        rehearsal(Shop.model(), 150).rehearse().files().get(GeneratedFiles.ALERTMANAGER);

    assertThat(config)
        // Alertmanager's own times, where the root says nothing, and the route's.
        .contains("group_wait: 200ms", "group_interval: 2s", "repeat_interval: 1m36s")
        .contains("group_wait: 67ms", "group_interval: 800ms", "repeat_interval: 24s")
        .contains("group_wait: 0s")
        .contains("pagerduty_url: " + sinks.pagerDutyUrl())
        .contains("smtp_smarthost: " + sinks.mailAddress())
        .contains("smtp_require_tls: false")
        .contains("smtp_auth_username: alerts@example.org")
        .contains("smtp_auth_password_file: " + folder.resolve("secrets/SMTP_PASSWORD"))
        .contains("routing_key_file: " + folder.resolve("secrets/PAGERDUTY_KEY"))
        .contains("start_time: \"00:00\"", "end_time: \"24:00\"", "sunday:saturday")
        .contains("name: opening")
        .doesNotContain("inventory")
        .doesNotContain("Europe/Berlin")
        .doesNotContain("smtp.example.org")
        .doesNotContain("switch.example.org");
  }

  @Test
  void everyChangeIsListedWithItsReason() {
    List<Change> changes = rehearsal(Shop.model(), 150).rehearse().changes();

    Map<String, String> byPlace =
        changes.stream()
            .collect(
                Collectors.toMap(
                    Change::place,
                    change ->
                        change.reason() + ": " + change.shipped() + " -> " + change.rehearsed(),
                    (one, other) -> one));
    assertThat(byPlace)
        .containsEntry("alert ShopDown: for", "TIME: 1m -> 400ms")
        .containsEntry("alert FewOrders: keep_firing_for", "TIME: 3m -> 1s200ms")
        .containsEntry("prometheus.yml: scrape_interval", "TIME: 15s -> 100ms")
        .containsEntry("prometheus.yml: scrape_timeout", "TIME: 10s -> 100ms")
        .containsEntry(
            "prometheus.yml: targets of shop",
            "ADDRESS: shop-1:8080, shop-2:8080 -> 127.0.0.1:1001, 127.0.0.1:1002")
        .containsEntry("route: group_wait", "TIME: 30s -> 200ms")
        .containsEntry("route > 3 to on-call: group_interval", "TIME: 2m -> 800ms")
        .containsEntry("group kpi: interval", "TIME: 1m -> 400ms")
        .containsEntry("global: smtp_require_tls", "TLS: true -> false")
        .containsEntry("Prometheus: --query.lookback-delta", "TIME: 5m -> 2s")
        .containsEntry(
            "receiver on-call: pagerduty_configs: routing_key_file",
            "SECRET: /run/secrets/PAGERDUTY_KEY -> " + folder.resolve("secrets/PAGERDUTY_KEY"))
        .containsEntry("route > 4 to team: mute_time_intervals", "HOURS: inventory -> none");
    assertThat(byPlace.get("route > 4 to team: time interval opening")).endsWith("-> always");
    assertThat(byPlace.get("alert ShopDown: expr")).isNull();
  }

  @Test
  void secretsAreMadeForTheRunAndStandInNoFileButTheirs() throws IOException {
    Rehearsed rehearsed = rehearsal(Shop.model(), 150).rehearse();
    Path secrets = folder.resolve("secrets");
    rehearsed.secrets().writeTo(secrets);

    assertThat(rehearsed.secrets().names())
        .containsExactlyInAnyOrder(
            "SLACK_WEBHOOK_URL", "PAGERDUTY_KEY", "HOOK_URL", "SMTP_PASSWORD");
    for (String name : rehearsed.secrets().names()) {
      String value = Files.readString(secrets.resolve(name));
      String token = value.substring(value.lastIndexOf('/') + 1);
      assertThat(token).matches("[0-9a-f]{32}");
      assertThat(rehearsed.files().values()).noneMatch(text -> text.contains(token));
      assertThat(rehearsed.changes().toString()).doesNotContain(token);
      assertThat(rehearsed.toString()).doesNotContain(token);
      assertThat(rehearsed.secrets().redact("at " + value)).doesNotContain(token).contains(name);
      assertThat(Files.getPosixFilePermissions(secrets.resolve(name)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(Files.readString(secrets.resolve("SLACK_WEBHOOK_URL")))
        .startsWith("http://127.0.0.1:");
    assertThat(Files.readString(secrets.resolve("HOOK_URL"))).startsWith("http://127.0.0.1:");

    assertThat(rehearsal(Shop.model(), 150).rehearse().secrets().value("PAGERDUTY_KEY"))
        .isNotEqualTo(rehearsed.secrets().value("PAGERDUTY_KEY"));
    rehearsed.secrets().removeFrom(secrets);
    assertThat(secrets).doesNotExist();
  }

  @Test
  void whatCannotBeRehearsedIsRefusedWithAllReasons() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Rehearsal.of(
                        Shop.scrapedEvery(5),
                        VirtualClock.startingNow(150),
                        sinks,
                        folder.resolve("secrets"))
                    .rehearse())
        .withMessageContaining("\"shop\" cannot be rehearsed")
        .withMessageContaining("scrape_interval 5s would become 33ms at speed 150")
        .withMessageContaining("rehearse at most 100 times as fast")
        .withMessageContaining("scrape job \"itself\" has no target");
  }

  @Test
  void aModelWithoutServersIsRefused() {
    MonitoringModel rulesOnly = MonitoringModel.monitoring("rules");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rehearsal(rulesOnly, 150).rehearse())
        .withMessageContaining("no Prometheus, so nothing would be scraped: say .prometheus")
        .withMessageContaining(".prometheus(Path.of(\"prometheus.yml\")) of plain files")
        .withMessageContaining("no Alertmanager, so nobody would be notified: say .alertmanager")
        .withMessageContaining(".alertmanager(Path.of(\"alertmanager.yml\")) of plain files");
  }

  @Test
  void slowerRehearsalsKeepMoreOfTheTime() {
    Rehearsed rehearsed = rehearsal(Shop.model(), 30).rehearse();

    assertThat(rehearsed.files().get(GeneratedFiles.PROMETHEUS)).contains("scrape_interval: 500ms");
    assertThat(rehearsed.lookback()).isEqualTo(Duration.ofSeconds(10));
  }
}
