package dev.tocsin.harness;

import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static dev.tocsin.harness.scenario.Destination.webhook;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.scenario.AlertFiles;
import dev.tocsin.harness.scenario.Fault;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What fails before anything is played stands in the report, which never tells of an older run. */
class ProofsTest {
  @TempDir Path folder;

  private static Suite queue(double limit) {
    return Suite.of(
            monitoring(
                    "kiosk",
                    group(
                        "queues",
                        plain("QueueLong").when(promql("queue > " + limit).exists()),
                        plain("Empty").when(promql("queue < 0").exists())))
                .prometheus(
                    prometheus(ofSeconds(15))
                        .scrapeTimeout(ofSeconds(15))
                        .scrapeConfigs(job("kiosk", "kiosk:8080"))))
        .with(
            scenario("QueueLong")
                .target("kiosk", load().gauge("queue", 0))
                .atValue(length -> load().gauge("queue", length))
                .firesAbove(5));
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve(ProofReport.HTML));
  }

  /** A report of an earlier run that is all good. */
  private void green() throws IOException {
    Evidence evidence = new Evidence();
    evidence.held("it fires", "value 6");
    ProofReport report = new ProofReport();
    report.add(
        Proof.of("QueueLong", "6", ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
            .seeing(evidence));
    report.writeTo(folder);
    assertThat(page()).contains("All 1 proof held.");
    try (Stream<Path> builds = Files.list(folder.resolve("parts"))) {
      Path build = builds.filter(Files::isDirectory).findFirst().orElseThrow();
      Files.move(build, build.resolveSibling("earlier"));
    }
  }

  @Test
  void aPromiseThatIsBrokenFailsInTheReport() throws IOException {
    green();
    Proofs proofs = new Proofs(folder);

    assertThatThrownBy(() -> proofs.of(getClass(), queue(50), Generation.NEWEST))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("its scenario promises > 5");
    assertThatThrownBy(() -> proofs.of(getClass(), queue(50), Generation.NEWEST))
        .isInstanceOf(AssertionError.class);
    proofs.close();

    assertThat(proofs.report().proofs())
        .filteredOn(proof -> proof.alert().equals("QueueLong"))
        .singleElement()
        .satisfies(
            proof ->
                assertThat(proof.shortfall().orElseThrow()).contains("its scenario promises > 5"));
    assertThat(page()).contains("its scenario promises").doesNotContain("held.");
  }

  /** One run is enough to see all that is wrong before anything starts, each with its fix. */
  @Test
  void threeMistakesAreReportedAtOnce() throws IOException {
    Suite suite =
        Suite.of(
                monitoring(
                        "kiosk",
                        group("queues", plain("QueueLong").when(promql("queue > 50").exists())))
                    .prometheus(prometheus(ofSeconds(15)).scrapeConfigs(job("kiosk", "kiosk:8080")))
                    .alertmanager(
                        alertmanager(
                            route(
                                receiver("team", webhook(URI.create("http://team.example.org")))))))
            .with(
                scenario("QueueLong")
                    .target("kiosk", load().gauge("queue", 0))
                    .atValue(length -> load().gauge("queue", length))
                    .firesAbove(5)
                    .notifies(webhook("team"), webhook("boss")),
                scenario("QueueLnog").target("kiosk", load()).when(Fault.down()));
    Proofs proofs = new Proofs(folder);

    assertThatThrownBy(() -> proofs.of(getClass(), suite, Generation.NEWEST))
        .isInstanceOf(AssertionError.class)
        .satisfies(
            failure -> {
              JavaSpelling.assertNone(failure.getMessage());
              assertThat(failure.getMessage().lines().filter(it -> it.contains(": error: ")))
                  .satisfiesExactlyInAnyOrder(
                      it ->
                          assertThat(it)
                              .startsWith("ProofsTest.java:")
                              .contains("fires > 50, and its scenario promises > 5"),
                      it ->
                          assertThat(it)
                              .startsWith("ProofsTest.java:")
                              .contains("lead to webhook team", "promises webhook boss"),
                      it -> assertThat(it).contains("no alert \"QueueLnog\""));
              assertThat(failure.getMessage().lines().filter(it -> it.contains("fix: ")))
                  .hasSize(3);
            });
    proofs.close();

    assertThat(page()).contains("3 of 3 proofs failed.");
    JavaSpelling.assertNone(JavaSpelling.read(page()));
  }

  /** Around a message that says all stand no frames of the harness and no warnings of SLF4J. */
  @Test
  void aBrokenPromiseIsPrintedWithoutAStackTrace() {
    Proofs proofs = new Proofs(folder);

    assertThatThrownBy(
            () ->
                proofs.reporting(
                    getClass(), () -> proofs.of(getClass(), queue(50), Generation.NEWEST)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("its scenario promises > 5")
        .satisfies(
            failure ->
                assertThat(failure.getStackTrace())
                    .singleElement()
                    .hasToString(getClass().getName() + ".suite(ProofsTest.java)"));
    new ProofExtension();
    assertThat(System.getProperty(ProofExtension.SLF4J_VERBOSITY)).isEqualTo("ERROR");
  }

  /** A rule file that is not there, or cannot be read. */
  @Test
  void aSuiteThatCannotBeMadeFailsInTheReport() throws IOException {
    green();
    Proofs proofs = new Proofs(folder);
    ProvenAlerts alerts = () -> Suite.of(AlertFiles.of(folder.resolve("gone.yml")));

    assertThatThrownBy(() -> alerts.theAlertsAreProven(proofs))
        .isInstanceOf(IllegalArgumentException.class);
    proofs.close();

    assertThat(page()).contains("1 of 1 proofs failed.", "gone.yml");
  }

  @Test
  void whatTheMachineIsTooSlowForIsAbortedAndFailsInTheEnd() throws IOException {
    Proofs proofs = new Proofs(folder);
    ProvenAlerts alerts = nothingPlayed();
    List<DynamicNode> tests =
        alerts
            .theAlertsAreProven(proofs)
            .flatMap(container -> ((DynamicContainer) container).getChildren())
            .map(DynamicNode.class::cast)
            .toList();
    assertThat(tests).extracting(DynamicNode::getDisplayName).containsExactly(CLOSING);
    // Else Surefire would call it theAlertsAreProven(Proofs)[1].
    assertThat(tests).allMatch(test -> test.getTestSourceUri().isPresent());

    assertThatThrownBy(
            () ->
                ProofExtension.conclusively(
                    () -> {
                      throw new MachineTooSlowError("3 evaluations missed");
                    },
                    proofs,
                    alerts.getClass(),
                    "QueueLong: 6"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessage("3 evaluations missed");

    assertThatThrownBy(() -> ((DynamicTest) tests.get(0)).getExecutable().execute())
        .isInstanceOf(AssertionError.class)
        .isNotInstanceOf(MachineTooSlowError.class)
        .hasMessageContaining("- QueueLong: 6: 3 evaluations missed");
    // Once is enough: the class does not fail for the same again.
    proofs.requireConclusive(alerts.getClass());
  }

  private static final String CLOSING = "no case is inconclusive";

  private static ProvenAlerts nothingPlayed() {
    return new ProvenAlerts() {
      @Override
      public Suite suite() {
        return queue(5).methods(new ProofMethod[0]);
      }
    };
  }

  @Test
  void aFailureStaysAFailure() {
    Proofs proofs = new Proofs(folder);

    assertThatThrownBy(
            () ->
                ProofExtension.conclusively(
                    () -> {
                      throw new AssertionError("it never fired");
                    },
                    proofs,
                    getClass(),
                    "QueueLong: 6"))
        .isExactlyInstanceOf(AssertionError.class);
    proofs.requireConclusive(getClass());
  }

  @Test
  void whereNothingWasProvenTheReportSaysSo() throws IOException {
    green();
    new Proofs(folder).close();

    assertThat(page()).contains("Nothing was proven.");
  }

  /** JUnit before 5.13 closes nothing else, and there would be no report, silently. */
  @Test
  @SuppressWarnings("deprecation")
  void olderJunitsCloseItToo() {
    assertThat(ExtensionContext.Store.CloseableResource.class).isAssignableFrom(Proofs.class);
  }
}
