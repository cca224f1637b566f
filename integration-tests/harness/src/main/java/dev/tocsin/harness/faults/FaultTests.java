package dev.tocsin.harness.faults;

import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.SideBySide;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.CpuPressure;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.SteadyClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays fault tests at the same time on one test bed, each with evidence of its own: for real
 * services, where most of the time is waiting. Fault tests must not disturb each other; that is the
 * business of who writes them.
 */
public final class FaultTests {
  private record Part(String alert, String scenario, Consumer<FaultTest> script) {}

  /** What came of a fault test. */
  public record Outcome(String alert, String scenario, @Nullable Throwable failure) {}

  private final TestBed bed;
  private final ProofReport report;
  private final List<Part> parts = new ArrayList<>();
  private final List<Part> lastParts = new ArrayList<>();
  private CpuPressure pressure = CpuPressure.fromNow();
  private MachineWatch machine;

  private FaultTests(TestBed bed, ProofReport report) {
    this.bed = bed;
    this.report = report;
    this.machine = MachineWatch.on(bed);
  }

  /** Fault tests on this test bed, which is open. */
  public static FaultTests on(TestBed bed, ProofReport report) {
    return new FaultTests(bed, report);
  }

  /** And this fault test, in which an alert must be delivered. */
  public FaultTests with(String alert, String scenario, Consumer<FaultTest> script) {
    parts.add(new Part(alert, scenario, script));
    return this;
  }

  /** And this fault test, which would disturb the others and is played when they are over. */
  public FaultTests withAtLast(String alert, String scenario, Consumer<FaultTest> script) {
    lastParts.add(new Part(alert, scenario, script));
    return this;
  }

  /**
   * Plays them all, waits for all, and reports each; failures are notified, not thrown. One that
   * fails while the machine does not keep up is notified as {@link MachineTooSlowError}: it says
   * nothing of the alert.
   */
  public List<Outcome> play() {
    pressure = CpuPressure.fromNow();
    machine = MachineWatch.on(bed);
    report.rehearsed(bed.programs().description(), bed.clock().speed(), 0, bed.rehearsed());
    List<Outcome> outcomes = new ArrayList<>(play(parts));
    outcomes.addAll(play(lastParts));
    return List.copyOf(outcomes);
  }

  private List<Outcome> play(List<Part> together) {
    List<Supplier<Outcome>> playing = new ArrayList<>();
    together.forEach(part -> playing.add(() -> play(part)));
    return SideBySide.play(together.size(), playing);
  }

  /**
   * Whatever is thrown is what came of the fault test: else the others' would be lost, and the
   * report.
   */
  private Outcome play(Part part) {
    Evidence evidence = new Evidence();
    long start = System.nanoTime();
    Throwable failure = null;
    try {
      FaultTest test = new FaultTest(bed, part.alert(), evidence);
      test.expectsRealFaults();
      failure = failure(test, part.script());
      test.close();
    } catch (Throwable e) {
      failure = failure == null ? e : failure;
    }
    Proof proof =
        Proof.of(
                part.alert(),
                part.scenario(),
                ProofMethod.LIVE,
                Proof.Backend.named(bed.programs().backend()))
            .on(bed.programs().versions())
            .atSpeed(bed.clock().speed())
            .needingDelivery()
            .taking(Duration.ofNanos(System.nanoTime() - start))
            .seeing(evidence);
    if (failure != null) {
      String reason = bed.rehearsed().secrets().redact(Texts.of(failure));
      proof =
          failure instanceof MachineTooSlowError
              ? proof.inconclusive(reason)
              : proof.failing(reason);
    }
    report.add(proof);
    return new Outcome(part.alert(), part.scenario(), failure);
  }

  private @Nullable Throwable failure(FaultTest test, Consumer<FaultTest> script) {
    try {
      SteadyClock.start()
          .judging(
              () -> {
                script.accept(test);
                return test;
              });
      return null;
    } catch (MachineTooSlowError e) {
      return e;
    } catch (Throwable e) {
      Slowness slowness = test.slowness().under(pressure.share());
      return slowness.isTooSlow()
          ? new MachineTooSlowError("inconclusive, as " + slowness + "\n" + e.getMessage(), e)
          : e;
    }
  }

  /**
   * Whether the machine has kept up since they began to play: all targets and all rules, and the
   * services themselves, which had to wait for a processor.
   */
  public Slowness slowness() {
    return machine.slownessAmongRealFaults(Set.of()).under(pressure.share());
  }
}
