package dev.tocsin.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.harness.Shop;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.series.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofReportTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private static Proof proof(Evidence evidence, boolean needsDelivery, String failure) {
    Proof proof =
        Proof.of("ShopDown", "a shop goes down", ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
            .on(Map.of("Prometheus", "3.5.3"))
            .atSpeed(150)
            .taking(Duration.ofMillis(1250))
            .seeing(evidence);
    proof = needsDelivery ? proof.needingDelivery() : proof;
    return failure == null ? proof : proof.failing(failure);
  }

  private static Evidence evidence(boolean delivered) {
    Evidence evidence = new Evidence();
    evidence.held("ShopDown fires", "value 0");
    if (delivered) {
      evidence.arrived(
          new Delivery.Mail(NOON, "user", "team@example.org", "[FIRING:1] ShopDown", "It is down"),
          Duration.ofMinutes(3));
    }
    evidence.saw(NOON.minusSeconds(1), Duration.ZERO, "script", "shop-1 goes down", Map.of());
    return evidence;
  }

  @Test
  void okNeedsEvidence() {
    assertThat(proof(evidence(true), true, null).isOk()).isTrue();
    assertThat(proof(evidence(false), true, null).isOk()).isFalse();
    assertThat(proof(evidence(false), false, null).isOk()).isTrue();
    assertThat(proof(new Evidence(), false, null).isOk()).isFalse();
    assertThat(proof(evidence(true), true, "it did not resolve").isOk()).isFalse();
  }

  @Test
  void bothFormsTellWhatHappenedInItsOrder() throws IOException {
    ProofReport report = new ProofReport();
    report.ships(Map.of("alertmanager.yml", "route: {}\n"));
    report.add(proof(evidence(true), true, null));
    report.add(proof(evidence(true), true, "expected: it resolves"));
    report.writeTo(folder);

    JsonNode json = new ObjectMapper().readTree(folder.resolve(ProofReport.JSON).toFile());
    assertThat(json.at("/totals/proofs").asInt()).isEqualTo(2);
    assertThat(json.at("/totals/held").asInt()).isEqualTo(1);
    assertThat(json.at("/totals/failed").asInt()).isEqualTo(1);
    assertThat(json.at("/proofs/0/verdict").asText()).isEqualTo("held");
    assertThat(json.at("/proofs/1/verdict").asText()).isEqualTo("failed");
    assertThat(json.at("/proofs/0/versions/Prometheus").asText()).isEqualTo("3.5.3");
    assertThat(json.at("/proofs/0/evidence/events/0/what").asText()).isEqualTo("shop-1 goes down");
    assertThat(json.at("/proofs/0/evidence/events/1/what").asText())
        .isEqualTo("mail to team@example.org");
    assertThat(json.at("/proofs/0/evidence/events/1/virtualSeconds").asDouble()).isEqualTo(180);
    assertThat(json.at("/proofs/1/failure").asText()).isEqualTo("expected: it resolves");
    assertThat(json.at("/shipped/0/sha256").asText()).hasSize(64);

    assertThat(Files.readString(folder.resolve(ProofReport.HTML)))
        .contains("1 of 2 proofs failed.", "ShopDown", "expected: it resolves")
        .contains("mail to team@example.org", "[FIRING:1] ShopDown");
  }

  private static final String SLOW = "3 evaluations of the group alerts were missed";

  @Test
  void whatIsInconclusiveIsNotCalledFailed() throws IOException {
    ProofReport report = new ProofReport();
    report.add(proof(evidence(true), true, null));
    report.add(
        Proof.of("FewOrders", "0 orders", ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
            .inconclusive(SLOW)
            .replayed(2));
    report.writeTo(folder);

    JsonNode json = new ObjectMapper().readTree(folder.resolve(ProofReport.JSON).toFile());
    assertThat(json.at("/totals/failed").asInt()).isZero();
    assertThat(json.at("/totals/inconclusive").asInt()).isEqualTo(1);
    assertThat(json.at("/totals/replays").asInt()).isEqualTo(2);
    assertThat(json.at("/proofs/0/verdict").asText()).isEqualTo("inconclusive");
    assertThat(Files.readString(folder.resolve(ProofReport.HTML)))
        .contains("1 of 2 proofs is inconclusive: the machine was too slow.", SLOW, "2 replays")
        .contains("What is inconclusive", "<title>? Proof</title>")
        .doesNotContain("proofs failed", "class=\"failure\"", "What failed", "banner bad");
    assertThat(report.summary()).startsWith("1 of 2 proofs held, 1 inconclusive, 2 replays in ");
  }

  /** Attempts may stand in reports of their own, as those of a test that starts everything anew. */
  @Test
  void anAttemptThatWasReplayedCountsAsAReplay() throws IOException {
    ProofReport first = new ProofReport();
    first.add(proof(evidence(false), true, null).inconclusive(SLOW));
    first.writeTo(folder);
    ProofReport second = new ProofReport();
    second.add(proof(evidence(true), true, null));
    second.writeTo(folder);

    JsonNode json = new ObjectMapper().readTree(folder.resolve(ProofReport.JSON).toFile());
    assertThat(json.at("/totals/proofs").asInt()).isEqualTo(1);
    assertThat(json.at("/totals/held").asInt()).isEqualTo(1);
    assertThat(json.at("/totals/inconclusive").asInt()).isZero();
    assertThat(json.at("/totals/replays").asInt()).isEqualTo(1);
    assertThat(json.at("/proofs/0/replays").asInt()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve(ProofReport.HTML))).contains("All 1 proof held.");
  }

  /** A failure on a machine that kept up is final. */
  @Test
  void aFailureIsNotOutweighedByWhatCameBeforeOrAfter() {
    ProofReport report = new ProofReport();
    report.add(proof(evidence(true), true, "it did not resolve"));
    report.add(proof(evidence(true), true, null).inconclusive(SLOW));
    report.add(proof(evidence(true), true, null));

    ReportData.Totals totals = report.data().totals();
    assertThat(totals.failed()).isEqualTo(1);
    assertThat(totals.held()).isEqualTo(1);
    assertThat(totals.inconclusive()).isZero();
  }

  /** What was played once more must be decided once more, in one report or in several. */
  @Test
  void aLaterInconclusiveRepetitionIsNotHiddenByAnEarlierVerdict() throws IOException {
    ProofReport first = new ProofReport();
    first.add(proof(evidence(true), true, null));
    first.writeTo(folder);
    ProofReport second = new ProofReport();
    second.add(proof(evidence(true), true, null).inconclusive(SLOW));
    second.add(proof(evidence(true), true, null).inconclusive(SLOW));
    second.writeTo(folder);

    JsonNode json = new ObjectMapper().readTree(folder.resolve(ProofReport.JSON).toFile());
    assertThat(json.at("/totals/proofs").asInt()).isEqualTo(2);
    assertThat(json.at("/totals/held").asInt()).isEqualTo(1);
    assertThat(json.at("/totals/inconclusive").asInt()).isEqualTo(1);
    assertThat(json.at("/totals/failed").asInt()).isZero();
    assertThat(json.at("/totals/replays").asInt()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve(ProofReport.HTML)))
        .contains("1 of 2 proofs is inconclusive: the machine was too slow.");

    second.add(proof(evidence(true), true, "it did not resolve"));
    second.add(proof(evidence(true), true, null).inconclusive(SLOW));
    second.writeTo(folder);
    assertThat(Files.readString(folder.resolve(ProofReport.HTML)))
        .contains(
            "1 of 3 proofs failed, 1 is inconclusive: the machine was too slow.", "banner bad");
  }

  /** Daylight saving, or a clock that was wrong: nothing takes less than no time. */
  @Test
  void aClockThatIsSetBackDoesNotChangeHowLongItTook() {
    long[] nanos = {0};
    ProofReport report = new ProofReport(Clock.fixed(NOON, ZoneOffset.UTC), () -> nanos[0]);
    nanos[0] = Duration.ofSeconds(8).toNanos();
    report.add(proof(evidence(true), true, null));

    assertThat(report.summary()).startsWith("1 of 1 proofs held in 8 s");
    assertThat(report.data().totals().seconds()).isEqualTo(8);
  }

  @Test
  void noSecretOfARehearsalGetsIntoIt() throws IOException {
    try (Sinks sinks = Sinks.start()) {
      Rehearsed rehearsed =
          Rehearsal.of(
                  Shop.model(), VirtualClock.startingNow(150), sinks, folder.resolve("secrets"))
              .scraping("shop", List.of("127.0.0.1:1001"))
              .scraping("itself", List.of("127.0.0.1:2001"))
              .rehearse();
      rehearsed.secrets().writeTo(folder.resolve("secrets"));
      String key = Files.readString(folder.resolve("secrets/PAGERDUTY_KEY"));
      String url = Files.readString(folder.resolve("secrets/SLACK_WEBHOOK_URL"));
      Evidence evidence = evidence(true);
      evidence.held("a careless expectation", "the key " + key + " at " + url);
      evidence.saw(
          Evidence.Mark.FIRING,
          "ShopDown",
          NOON,
          Duration.ZERO,
          "Prometheus",
          "firing",
          Map.of("labels", Map.of("careless", "label-" + key)));
      evidence.arrived(
          new Delivery.PagerDutyEvent(
              NOON,
              "PAGERDUTY_KEY",
              "trigger",
              "dedup-" + key,
              "critical",
              "ShopDown at " + url,
              Map.of("routing", key),
              List.of(url)),
          Duration.ofMinutes(1));
      evidence.went(
          new Curve(
              "up{key=\"" + key + "\"}",
              Map.of("key", key),
              "",
              Optional.of(new Curve.Limit("==", 0)),
              List.of(new Curve.Point(0, 1), new Curve.Point(15, 0))));
      ProofReport report = new ProofReport();
      report.rehearsed("Prometheus 3.5.3", 150, 6, rehearsed);
      report.add(proof(evidence, true, "a careless failure with " + key));
      report.writeTo(folder.resolve("report"));

      for (String form : List.of(ProofReport.JSON, ProofReport.HTML)) {
        assertThat(Files.readString(folder.resolve("report").resolve(form)))
            .doesNotContain(key)
            .doesNotContain(url.substring(url.lastIndexOf('/') + 1))
            .contains(form.equals(ProofReport.HTML) ? "&lt;PAGERDUTY_KEY&gt;" : "<PAGERDUTY_KEY>")
            .contains("a careless failure");
      }
    }
  }
}
