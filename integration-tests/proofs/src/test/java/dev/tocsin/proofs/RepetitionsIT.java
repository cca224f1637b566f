package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.accelerated.Accelerated;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.servers.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The whole catalogue in compressed time, again and again, every second time with one core kept
 * busy: slower is fine, wrong is not. {@code -Dtocsin.repetitions=N} says how often; {@code
 * -Pthorough} plays it twenty times.
 */
@EnabledIfSystemProperty(
    named = RepetitionsIT.REPETITIONS,
    matches = "[1-9][0-9]*",
    disabledReason = "it takes long: mvn verify -Dtocsin.repetitions=20, or -Pthorough")
@Isolated("it is judged by time, and takes all that the machine has")
class RepetitionsIT {
  static final String REPETITIONS = "tocsin.repetitions";

  private static final Path FOLDER = Path.of("target/proof/repetitions").toAbsolutePath();

  /** Keeps a core busy until it is interrupted. */
  private static Thread busyCore() {
    Thread thread =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            },
            "busy core");
    thread.setDaemon(true);
    return thread;
  }

  @Test
  void itHoldsEveryTime() {
    int repetitions = Integer.getInteger(REPETITIONS);
    List<String> failures = new ArrayList<>();
    for (int run = 1; run <= repetitions; run++) {
      boolean busy = run % 2 == 0;
      for (Generation generation : List.of(Generation.OLDEST, Generation.NEWEST)) {
        Thread core = busyCore();
        if (busy) {
          core.start();
        }
        String name =
            String.format(
                Locale.ROOT,
                "repetition %d of %d, %s, %s",
                run,
                repetitions,
                generation.name().toLowerCase(Locale.ROOT),
                busy ? "one core busy" : "no core busy");
        try {
          Programs programs = Programs.of(Tools.standard().provide(generation));
          Results results = Accelerated.of(Catalogue.SUITE).play(programs, FOLDER);
          System.out.println(name + ": " + results.summary());
          results.all().stream()
              .flatMap(it -> it.failure().stream())
              .forEach(failure -> failures.add(name + ": " + failure));
        } catch (AssertionError e) {
          // Where the machine is too slow to judge, the other runs still tell something.
          System.out.println(name + ": " + e.getMessage());
          failures.add(name + ": " + e.getMessage());
        } finally {
          core.interrupt();
        }
      }
    }
    assertThat(failures).isEmpty();
  }
}
