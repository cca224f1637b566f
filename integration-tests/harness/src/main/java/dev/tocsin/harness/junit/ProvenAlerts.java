package dev.tocsin.harness.junit;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.harness.compressed.Compressed;
import dev.tocsin.harness.compressed.Results;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.Way;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/**
 * A test class whose suite of scenarios is proven on a real Prometheus and a real Alertmanager.
 *
 * <pre>{@code
 * class ShopAlertsTest implements ProvenAlerts {
 *   @Override
 *   public Suite suite() {
 *     return Suite.of(new ShopMonitoring().define())
 *         .with(
 *             scenario(ShopMonitoring.QUEUE_LONG)
 *                 .on("shop", load().gauge("shop_queue", 0))
 *                 .driven(length -> load().gauge("shop_queue", length)));
 *   }
 * }
 * }</pre>
 *
 * <p>Each case is a test of its own, and one more is the coverage: that every alert, route,
 * receiver, inhibition and time interval of the definition was exercised. A case that the machine
 * is too slow for, however often it is replayed, is aborted and not failed; the last test fails if
 * there is any such case. A suite is played once, whatever the number of its tests, on free ports
 * of loopback; suites that run in parallel are played one after the other. What was proven is
 * written to the folder described at {@link ProofExtension}.
 */
@ExtendWith(ProofExtension.class)
public interface ProvenAlerts {
  /** What is proven. */
  Suite suite();

  /** How it is played, where that is not as usual. */
  default Compressed compressed() {
    return Compressed.of(suite());
  }

  /**
   * The files that ship, by name; the report lists their hashes. By default, the plain files that
   * are {@linkplain #compressed played}, or the files generated from the suite's model.
   */
  default Map<String, String> shipped() {
    return compressed().shipped();
  }

  /** On which generations of servers; the newest without it. */
  default List<Generation> generations() {
    return List.of(Generation.NEWEST);
  }

  /**
   * In which ways, in this order; by {@link Way#COMPRESSED} time without it. {@link Way#BACKFILLED}
   * takes the rule file that ships, byte for byte, and {@link Way#VIRTUAL} has promtool run it.
   */
  default List<Way> ways() {
    return List.of(Way.COMPRESSED);
  }

  /** Whether everything in the definition must be exercised; true by default. */
  default boolean coversEverything() {
    return true;
  }

  /** One test for each case, one for the coverage, and one that none is inconclusive. */
  @TestFactory
  default Stream<DynamicNode> theAlertsAreProven(Proofs proofs) {
    return proofs.telling(
        getClass(),
        () -> {
          proofs.report().ships(shipped());
          Compressed suite = Only.ALERTS.isEmpty() ? compressed() : compressed().only(Only.ALERTS);
          List<Way> ways = ways();
          Stream<DynamicNode> all =
              generations().stream()
                  .flatMap(
                      generation -> ways.stream().map(way -> on(generation, way, suite, proofs)));
          return Stream.concat(
              all,
              Stream.of(
                  DynamicContainer.dynamicContainer(
                      "in the end",
                      Stream.of(
                          test(
                              "all alerts",
                              "no case is inconclusive",
                              () -> proofs.requireConclusive(getClass()))))));
        });
  }

  private DynamicNode on(Generation generation, Way way, Compressed suite, Proofs proofs) {
    return proofs.telling(
        getClass(),
        () ->
            switch (way) {
              case COMPRESSED ->
                  compressed(generation, proofs.of(getClass(), suite, generation), proofs);
              case BACKFILLED ->
                  each(way, generation, proofs.backfilled(getClass(), suite, generation));
              case VIRTUAL -> each(way, generation, proofs.virtual(getClass(), suite, generation));
              case SERVICE ->
                  throw new IllegalArgumentException(
                      "invalid way \"service\" for a suite: a real fault needs a test with an"
                          + " Ensemble; fix: remove Way.SERVICE from ways()");
            });
  }

  private DynamicNode compressed(Generation generation, Results results, Proofs proofs) {
    String in = in(Way.COMPRESSED, generation);
    List<DynamicTest> tests = new ArrayList<>();
    for (Results.Result result : results.all()) {
      tests.add(test(result.alert(), result.name() + in, result::require));
    }
    if (coversEverything() && Only.ALERTS.isEmpty()) {
      proofs.tellUncovered(results);
      tests.add(
          test(
              "all alerts",
              "everything in the definition is exercised" + in,
              () -> {
                // An inconclusive case exercised nothing; that is not a gap in the suite.
                if (!results.coverage().missing().isEmpty()) {
                  results.requireJudged();
                }
                results.coverage().requireAll();
              }));
    }
    return container(Way.COMPRESSED, generation, tests.stream());
  }

  private DynamicNode each(Way way, Generation generation, List<Proof> proofs) {
    return container(
        way,
        generation,
        proofs.stream()
            .map(
                proof ->
                    test(
                        proof.alert(),
                        proof.alert() + ": " + proof.scenario() + in(way, generation),
                        () -> require(proof))));
  }

  private static DynamicNode container(Way way, Generation generation, Stream<DynamicTest> tests) {
    return DynamicContainer.dynamicContainer(
        way + " on Prometheus " + generation.prometheus(), tests);
  }

  /** Part of each name: to Surefire two tests of a class with the same name are one, run twice. */
  private static String in(Way way, Generation generation) {
    return " (" + way + ", " + generation.prometheus() + ")";
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
