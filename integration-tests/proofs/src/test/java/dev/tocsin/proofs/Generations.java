package dev.tocsin.proofs;

import dev.tocsin.generator.tools.Generation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The generations of servers on which this build runs its proofs: the newest, or those given by
 * {@code -Dtocsin.generations=oldest,newest}. {@code .ci/run} uses the newest as processes and the
 * oldest in containers.
 */
final class Generations {
  private static final String PROPERTY = "tocsin.generations";

  private Generations() {}

  /** The generations of Prometheus and Alertmanager. */
  static List<Generation> proven() {
    return Arrays.stream(System.getProperty(PROPERTY, "newest").split(","))
        .map(name -> Generation.valueOf(name.strip().toUpperCase(Locale.ROOT)))
        .toList();
  }

  /**
   * The generations of promtool for the unit tests. With the oldest servers, also the middle one,
   * so that both passes together run all three.
   */
  static List<Generation> promtools() {
    List<Generation> proven = proven();
    return Arrays.stream(Generation.values())
        .filter(
            one ->
                proven.contains(one)
                    || one == Generation.MIDDLE && proven.contains(Generation.OLDEST))
        .toList();
  }
}
