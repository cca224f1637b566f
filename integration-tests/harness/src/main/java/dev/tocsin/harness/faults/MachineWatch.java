package dev.tocsin.harness.faults;

import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.servers.ServerException;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.KeepingUp;
import dev.tocsin.harness.verdict.MissedEvaluations;
import dev.tocsin.harness.verdict.Scrapes;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.Tolerance;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;

/** Watches from a moment on whether the machine keeps up with a test bed. */
final class MachineWatch {
  /** A test bed waits for what must follow, so that a pause of the machine only delays it. */
  private static final Tolerance PAUSES = Tolerance.NONE.anyGap();

  private final TestBed bed;
  private final Instant since = Instant.now();
  private final MissedEvaluations before;

  private MachineWatch(TestBed bed) {
    this.bed = bed;
    this.before = MissedEvaluations.of(bed.prometheus());
  }

  /** From now on. */
  static MachineWatch on(TestBed bed) {
    return new MachineWatch(bed);
  }

  /** Whether it has kept up, where Prometheus runs all the time and its targets answer. */
  Slowness slowness() {
    try {
      return slowness(PAUSES, instance -> true);
    } catch (ServerException e) {
      return Slowness.because("Prometheus itself cannot be asked: " + e.getMessage());
    }
  }

  /** Whether it has kept up where servers were gone on purpose: what is missing does not count. */
  Slowness slownessWithGaps() {
    try {
      return slowness(PAUSES.anyCount(), instance -> true);
    } catch (ServerException gone) {
      return Slowness.NONE;
    }
  }

  /**
   * Whether it has kept up where what is scraped is broken on purpose: scrapes that failed do not
   * count, but those that took all of their time, for a server that is gone refuses at once.
   *
   * @param instances of whose scrapes it is asked; empty for all
   */
  Slowness slownessAmongRealFaults(Set<String> instances) {
    try {
      return slowness(
          PAUSES.anyFailure().scrapeWithin(prometheus().scrapeTimeout()),
          instance -> instances.isEmpty() || instances.contains(instance));
    } catch (ServerException e) {
      return Slowness.because("Prometheus itself cannot be asked: " + e.getMessage());
    }
  }

  private Slowness slowness(Tolerance tolerance, Predicate<String> instances) {
    return KeepingUp.of(
            bed.prometheus(),
            since,
            before,
            prometheus().scrapeInterval(),
            prometheus().evaluationInterval(),
            new Script())
        .only(group -> true, instances)
        .slowness(tolerance);
  }

  private PrometheusConfig prometheus() {
    return PrometheusDefaults.of(bed.rehearsed().model());
  }

  /** Targets that did not serve all the time may fail whenever they are scraped. */
  private final class Script implements KeepingUp.Script {
    @Override
    public boolean mustAnswer(String instance, Instant at) {
      return bed.mustAnswer(instance, since);
    }

    @Override
    public Scrapes.Away away(String instance) {
      return (from, to) -> 0;
    }
  }
}
