package dev.tocsin.harness;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/**
 * A test class that proves the alerts of a {@link Suite}.
 *
 * <pre>{@code
 * class ShopAlertsTest implements ProvenAlerts {
 *   @Override
 *   public Suite suite() {
 *     return Suite.of(new ShopMonitoring())
 *         .with(
 *             scenario(ShopMonitoring.QUEUE_LONG)
 *                 .target("shop", load().gauge("shop_queue", 0))
 *                 .atValue(length -> load().gauge("shop_queue", length)));
 *   }
 * }
 * }</pre>
 *
 * <p>Each case is a test, in a container for its alert; one more test is the coverage: that every
 * alert, route, receiver, inhibition and time interval of the definition was exercised. A case for
 * which the machine is too slow, however often it is replayed, is aborted and not failed; the last
 * test fails if there is any such case. A suite is played once by each method, whatever the number
 * of its tests, on free ports of loopback; suites that run in parallel are played one after the
 * other. What was proven is written to the folder described at {@link ProofExtension}.
 *
 * <p>{@code -Dtocsin.only=QueueLong} plays the scenarios of one alert alone, and {@code
 * -Dtocsin.only="QueueLong: at 5.25 (threshold > 5)"} one case. To run the container of an alert
 * again in an IDE plays that alert alone.
 */
@ExtendWith(ProofExtension.class)
public interface ProvenAlerts {
  /** What is proven, and how. */
  Suite suite();

  /** A container for each method and alert with a test for each case. */
  @TestFactory
  default Stream<DynamicNode> theAlertsAreProven(Proofs proofs) {
    return proofs.reporting(
        getClass(),
        () -> {
          Suite suite = Only.of(suite());
          proofs.report().ships(suite.shipped());
          List<DynamicNode> all = new ArrayList<>();
          for (Generation generation : suite.generations()) {
            for (ProofMethod method : suite.methods()) {
              int index = all.size() + 1;
              all.add(
                  DynamicContainer.dynamicContainer(
                      method + " on Prometheus " + generation.prometheus(),
                      Selection.includes(getClass(), index)
                          ? played(index, method, suite, generation, proofs)
                          : Stream.of()));
            }
          }
          all.add(
              DynamicContainer.dynamicContainer(
                  "in the end",
                  Stream.of(
                      test(
                          Proofs.ALL,
                          "no case is inconclusive",
                          () -> proofs.requireConclusive(getClass())))));
          return all.stream();
        });
  }

  private Stream<DynamicNode> played(
      int index, ProofMethod method, Suite suite, Generation generation, Proofs proofs) {
    // Known before anything is played, so that an alert's container has the same ID in each run.
    Set<String> alerts = new LinkedHashSet<>();
    suite.scenarios().stream().map(Scenario::alert).forEach(alerts::add);
    List<String> selected = new ArrayList<>();
    int number = 0;
    for (String alert : alerts) {
      if (Selection.includes(getClass(), index, ++number)) {
        selected.add(alert);
      }
    }
    boolean isPart = !selected.isEmpty() && selected.size() < alerts.size();
    Suite played = isPart ? suite.only(selected) : suite;
    ProofRun run = proofs.of(getClass(), method, played, generation);
    String in = " (" + method + ", " + generation.prometheus() + ")";
    Map<String, List<DynamicNode>> tests = new LinkedHashMap<>();
    alerts.forEach(alert -> tests.put(alert, new ArrayList<>()));
    for (Proof proof : run.proofs()) {
      tests
          .computeIfAbsent(proof.alert(), alert -> new ArrayList<>())
          .add(
              test(
                  proof.alert(),
                  proof.alert() + ": " + proof.scenario() + in,
                  () -> require(proof)));
    }
    if (run instanceof Results results && played.requiresCoverage()) {
      proofs.reportUncovered(results);
      tests
          .computeIfAbsent(Proofs.ALL, alert -> new ArrayList<>())
          .add(
              test(
                  Proofs.ALL,
                  "everything in the definition is exercised" + in,
                  () -> requireCoverage(results)));
    }
    return tests.entrySet().stream()
        .map(one -> DynamicContainer.dynamicContainer(one.getKey(), one.getValue()));
  }

  /** An inconclusive case exercised nothing; that is not a gap in the suite. */
  private static void requireCoverage(Results results) {
    if (!results.coverage().missing().isEmpty()) {
      results.requireConclusive();
    }
    results.coverage().requireAll();
  }

  /**
   * With a source of its own: without one, Surefire takes the test factory for it, and shows that
   * method's name and a number instead of this test's name.
   */
  private DynamicTest test(String alert, String name, Executable executable) {
    return DynamicTest.dynamicTest(
        name,
        URI.create("alert:" + URLEncoder.encode(alert, StandardCharsets.UTF_8)),
        Failures.shortened(getClass(), executable));
  }

  private static void require(Proof proof) {
    String reason = proof.shortfall().orElse("");
    switch (proof.verdict()) {
      case HELD -> {}
      case FAILED -> throw new AssertionError(reason);
      case INCONCLUSIVE -> throw new MachineTooSlowError(reason);
    }
  }
}
