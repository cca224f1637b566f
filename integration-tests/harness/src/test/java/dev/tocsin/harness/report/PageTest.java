package dev.tocsin.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.Case;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What stands on the page, and what must not. */
class PageTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String EVIL = "\"><script>alert('x')</script>@STYLE@&";

  @Test
  void aReportOfThirtyAlertsOnTwoGenerationsStaysSmall() {
    assertThat(Page.of(Example.report(true).data()).length()).isLessThan(2_000_000);
  }

  @Test
  void theSameReportIsTheSamePage() {
    assertThat(Page.of(Example.report(false).data()))
        .isEqualTo(Page.of(Example.report(false).data()));
  }

  @Test
  void failuresStandOnTopWithTheirDiagnosis() {
    String page = Page.of(Example.report(true).data());

    assertThat(page)
        .contains("4 of 639 proofs failed.", "27 of 30", "rule HighQueueDepth1 is firing");
    assertThat(page.indexOf("id=\"failures\"")).isLessThan(page.indexOf("id=\"matrix\""));
    assertThat(Page.of(Example.report(false).data()))
        .contains("All 639 proofs held.")
        .doesNotContain("id=\"failures\"");
  }

  @Test
  void whatIsNotProvenIsGrey() {
    assertThat(Page.of(Example.report(false).data()))
        .contains("VeryHighQueueDepth3, compressed, fires, 3.5.3: not proven")
        .contains("– not proven")
        .contains("alertname=&quot;Watchdog&quot;", "nothing came");
  }

  @Test
  void whatFlowedAndWhatWasHeldBackIsCounted() {
    ReportData data = Example.report(false).data();
    ReportData.Definition definition = data.definitions().get(0);
    List<Matrix.Numbered> proofs =
        data.proofs().stream().map(proof -> new Matrix.Numbered(1, proof)).toList();
    RoutingTree tree = new RoutingTree(definition, proofs, Set.of());

    assertThat(tree.html())
        .contains(
            "PagerDuty PAGERDUTY_KEY <b><span class=\"told-firing\" aria-hidden=\"true\">▲</span> 14"
                + " firing</b>")
        .contains("14 alerts: ", "15 alerts: ", "muted during nights", "repeat_interval 1h");
    assertThat(tree.inhibitions().split("✓ seen", -1)).hasSize(14 + 1);
    assertThat(tree.inhibitions()).contains("– not seen");
  }

  @Test
  void nothingFromOutsideBecomesMarkup() {
    Evidence evidence = new Evidence();
    evidence.held(EVIL, EVIL);
    evidence.saw(Mark.FAULT_BEGINS, EVIL, NOON, Duration.ZERO, "script", EVIL, Map.of(EVIL, EVIL));
    evidence.saw(Mark.INHIBITED, EVIL, NOON, Duration.ofMinutes(2), EVIL, EVIL, Map.of("by", EVIL));
    evidence.went(
        new Curve(
            EVIL,
            Map.of(EVIL, EVIL),
            EVIL,
            Optional.of(new Curve.Limit(EVIL, 1)),
            List.of(new Curve.Point(0, 1), new Curve.Point(15, 2))));
    ProofReport report = new ProofReport();
    report.ships(Map.of(EVIL, EVIL));
    report.add(
        Proof.of(EVIL, EVIL, Way.SERVICE, Proof.Backend.CONTAINERS)
            .on(Map.of("Prometheus", EVIL, EVIL, EVIL))
            .seeing(evidence)
            .noting(EVIL)
            .failing(EVIL));

    String page = Page.of(report.data());

    assertThat(page.split("<script>", -1)).hasSize(2);
    assertThat(page).doesNotContain("\"><script").contains("&lt;script&gt;", "@STYLE@&amp;");
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    String page = Page.of(Example.report(true).data());

    assertThat(Pattern.compile("(?:src|href)=\"(?!#|data:)").matcher(page).find()).isFalse();
    assertThat(page).doesNotContain("@import", "url(", "<iframe", "<img");
  }

  @Test
  void anEmptyReportSaysSo() {
    assertThat(Page.of(new ProofReport().data()))
        .contains("Nothing was proven.", "No definition is known to this report.");
  }

  @Test
  void aTimelineLeavesAGapWhereThereWasNoValue() {
    Evidence evidence = new Evidence();
    evidence.went(
        new Curve(
            "up",
            Map.of(),
            "",
            Optional.of(new Curve.Limit("==", 0)),
            List.of(
                new Curve.Point(0, 1),
                new Curve.Point(10, 1),
                new Curve.Point(20, Double.NaN),
                new Curve.Point(100, 0),
                new Curve.Point(110, 0))));
    ProofReport report = new ProofReport();
    report.add(
        Proof.of("Down", "down", Way.COMPRESSED, Proof.Backend.PROCESSES)
            .ofKind(Case.Kind.FIRES)
            .seeing(evidence));

    String svg = TimelineSvg.of(report.data().proofs().get(0));

    String curve = svg.replaceFirst("(?s).*class=\"curve c0\" d=\"([^\"]*)\".*", "$1");
    assertThat(curve.chars().filter(c -> c == 'M').count()).isEqualTo(2);
    assertThat(svg).contains("fires == 0", "never pending, never firing");
  }

  @Test
  void aProofWithoutAnythingToDrawHasNoTimeline() {
    ReportData.Entry nothing =
        Example.report(false).data().proofs().stream()
            .filter(proof -> proof.way().equals("virtual"))
            .findFirst()
            .orElseThrow();

    assertThat(TimelineSvg.of(nothing)).isEmpty();
  }
}
