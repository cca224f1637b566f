package dev.tocsin.proofs;

import dev.tocsin.generator.tools.Generation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The generations of servers that this build proves on: the newest, or those that {@code
 * -Dtocsin.generations=oldest,newest} names. {@code .ci/run} proves on the newest as processes and
 * on the oldest in containers.
 */
final class Generations {
  private static final String PROPERTY = "tocsin.generations";

  private Generations() {}

  /** Whose servers the proofs are played on. */
  static List<Generation> proven() {
    return Arrays.stream(System.getProperty(PROPERTY, "newest").split(","))
        .map(name -> Generation.valueOf(name.strip().toUpperCase(Locale.ROOT)))
        .toList();
  }

  /**
   * Whose promtool runs the unit tests: where the oldest servers are, the one in between as well,
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
