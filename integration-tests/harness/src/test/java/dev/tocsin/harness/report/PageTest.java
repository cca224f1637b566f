package dev.tocsin.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.JavaSpelling;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ProofMethod;
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
  void failuresComeFirstWithTheirDiagnosis() {
    String page = Page.of(Example.report(true).data());

    assertThat(page)
        .contains("4 of 639 proofs failed.", "27 of 30", "rule HighQueueDepth1 is firing");
    assertThat(page.indexOf("id=\"failures\"")).isLessThan(page.indexOf("id=\"matrix\""));
    assertThat(Page.of(Example.report(false).data()))
        .contains("All 639 proofs held.")
        .doesNotContain("id=\"failures\"");
  }

  @Test
  void nothingIsSpelledAsJavaPrintsIt() {
    JavaSpelling.assertNone(JavaSpelling.read(Page.of(Example.report(true).data())));
  }

  @Test
  void whatIsNotProvenIsGrey() {
    assertThat(Page.of(Example.report(false).data()))
        .contains("VeryHighQueueDepth3, accelerated, fires, 3.5.3: not proven")
        .contains("– not proven")
        .contains("alertname=&quot;Watchdog&quot;", "nothing came");
  }

  @Test
  void deliveredAndSuppressedNotificationsAreCounted() {
    ReportData data = Example.report(false).data();
    ReportData.Definition definition = data.definitions().get(0);
    List<Matrix.Numbered> proofs =
        data.proofs().stream().map(proof -> new Matrix.Numbered(1, proof)).toList();
    RoutingTree tree = new RoutingTree(definition, proofs, Set.of());

    assertThat(tree.html())
        .contains(
            "PagerDuty PAGERDUTY_KEY <b><span class=\"notified-firing\" aria-hidden=\"true\">▲</span>"
                + " 14 firing</b>")
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
        Proof.of(EVIL, EVIL, ProofMethod.LIVE, Proof.Backend.CONTAINERS)
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
        .contains("Nothing was proven.", "The report has no definition.");
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
        Proof.of("Down", "down", ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
            .ofKind(Case.Kind.FIRES)
            .seeing(evidence));

    String svg = TimelineSvg.of(report.data().proofs().get(0));

    String curve = svg.replaceFirst("(?s).*class=\"curve c0\" d=\"([^\"]*)\".*", "$1");
    assertThat(curve.chars().filter(c -> c == 'M').count()).isEqualTo(2);
    assertThat(svg).contains("fires == 0", "never pending, never firing");
  }

  /** Its time is notified by one clock, and the bar ends where it was last pending. */
  @Test
  void aBarEndsAndTheClockIsTheCases() {
    Evidence evidence = new Evidence();
    evidence.held("it is pending", "at 2m45s");
    saw(evidence, Mark.FAULT_BEGINS, 120, "script");
    saw(evidence, Mark.PENDING, 165, "Prometheus");
    saw(evidence, Mark.FAULT_ENDS, 285, "script");
    saw(evidence, Mark.INACTIVE, 300, "Prometheus");
    saw(evidence, Mark.NOTE, 600, "script");
    ProofReport report = new ProofReport();
    report.add(
        Proof.of("Down", "down", ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
            .ofKind(Case.Kind.TOO_SHORT)
            .on(Map.of("Prometheus", "3.5.3"))
            .seeing(evidence));

    String page = Page.of(report.data());

    assertThat(page)
        .contains("pending, 2m45s to 5m", "<td class=\"moment\">2m45s</td>")
        .contains("pending from 2m45s, fault ends at 4m45s, inactive from 5m");
  }

  private static void saw(Evidence evidence, Mark mark, int second, String who) {
    evidence.saw(
        mark,
        "Down",
        NOON.plusSeconds(second),
        Duration.ofSeconds(second),
        who,
        mark.toString(),
        Map.of());
  }

  /** A quantile is only near the level that a scenario drives its target to. */
  @Test
  void theMeasuredValueIsShownBesideTheLoadsLevel() {
    Evidence evidence = new Evidence();
    evidence.held("it fires", "seen");
    evidence.saw(
        Mark.FIRING,
        "Slow",
        NOON,
        Duration.ofMinutes(5),
        "Prometheus",
        "firing",
        Map.of("value", "3.1249999999999996e+00"));
    ProofReport report = new ProofReport();
    report.add(
        Proof.of("Slow", "at 2.1 (threshold > 2)", ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
            .ofKind(Case.Kind.FIRES)
            .seeing(evidence));

    assertThat(Page.of(report.data()))
        .contains("at 2.1 (threshold &gt; 2) <span class=\"quiet\">(measured 3.12");
  }

  /** One that failed before any server was chosen is no generation of servers of its own. */
  @Test
  void aProofWithoutAVersionIsInTheCellsOfTheOthers() {
    Evidence evidence = new Evidence();
    evidence.held("it fires", "value 6");
    ProofReport report = new ProofReport();
    report.add(
        Proof.of("Down", "down", ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
            .on(Map.of("Prometheus", "3.5.3", "Alertmanager", "0.33.1"))
            .seeing(evidence));
    report.add(
        Proof.of(
                "all alerts",
                "they can be played",
                ProofMethod.ACCELERATED,
                Proof.Backend.PROCESSES)
            .failing("no rule file"));

    String page = Page.of(report.data());

    assertThat(page)
        .contains("<small>3.5.3</small>", "all alerts, accelerated, other, 3.5.3: 1 of 1 failed")
        .contains("<span class=\"quiet\">accelerated</span>")
        .doesNotContain("accelerated, </span>", "accelerated on ,", "<small> · 3.5.3</small>");
  }

  @Test
  void aProofWithoutAnythingToDrawHasNoTimeline() {
    ReportData.Entry nothing =
        Example.report(false).data().proofs().stream()
            .filter(proof -> proof.method().equals("promtool"))
            .findFirst()
            .orElseThrow();

    assertThat(TimelineSvg.of(nothing)).isEmpty();
  }
}
