package dev.tocsin.harness.faults;

import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import dev.tocsin.harness.verdict.Replays;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays fault tests on one generation of servers, one after the other on the same test bed, and
 * reports each. A fault test that fails on a machine that did not keep up says nothing about the
 * alert: it is played again on a fresh test bed at half the speed, and the report says so.
 */
public final class FaultProver implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final TestBed.Plan plan;
  private final Programs programs;
  private final Path folder;
  private final ProofReport report;
  private @Nullable TestBed bed;
  private double speed;
  private int attempt;
  private Runnable beforeReplay = () -> {};
  private Supplier<SteadyClock> clocks = SteadyClock::start;

  private FaultProver(TestBed.Plan plan, Programs programs, Path folder, ProofReport report) {
    this.plan = plan;
    this.programs = programs;
    this.folder = folder;
    this.report = report;
    this.speed = plan.speed();
    report.ships(plan.plainFiles());
  }

  /**
   * A prover that opens its test bed when it is first needed.
   *
   * @param folder for the servers' configuration and logs
   * @param report where proofs go
   */
  public static FaultProver on(
      TestBed.Plan plan, Programs programs, Path folder, ProofReport report) {
    return new FaultProver(plan, programs, folder, report);
  }

  /**
   * With this done before a fault test is played again on a fresh test bed: what the first attempt
   * left behind elsewhere, such as servers that were broken on purpose, is put right.
   */
  public FaultProver beforeReplay(Runnable mending) {
    beforeReplay = mending;
    return this;
  }

  /** With other clocks that detect a jump of the machine's clock; for tests. */
  FaultProver watchedBy(Supplier<SteadyClock> others) {
    clocks = others;
    return this;
  }

  /**
   * Plays a fault test in which an alert must be delivered.
   *
   * @throws AssertionError when it fails, with what everyone saw
   * @throws MachineTooSlowError when the machine cannot keep up even with the slowest rehearsal
   */
  public void prove(String alert, String scenario, Consumer<FaultTest> test) {
    play(alert, scenario, true, test);
  }

  /** Plays a fault test in which nothing must be delivered; throws like {@link #prove}. */
  public void proveSilence(String alert, String scenario, Consumer<FaultTest> test) {
    play(alert, scenario, false, test);
  }

  /** On the test bed that is open, or on a fresh one if the alert has fired there before. */
  private void play(
      String alert, String scenario, boolean needsDelivery, Consumer<FaultTest> script) {
    if (bed != null && bed.hasFired(alert)) {
      // Prometheus sends a resolved alert again and again for fifteen minutes, which nothing
      // compresses,
      // and Alertmanager then notifies a group once more in which another alert fires by now.
      close();
    }
    List<String> notes = new ArrayList<>();
    List<Attempted> inconclusive = new ArrayList<>();
    Replays.accelerated(speed)
        .run(
            List.of(script),
            (due, attempt) -> {
              speed = attempt.speed();
              Attempted attempted = attempt(alert, script);
              Throwable failure = attempted.failure();
              if (!attempted.starvation().isEmpty()) {
                inconclusive.add(attempted);
                notes.add("inconclusive at speed " + (long) speed + ": " + attempted.starvation());
                close();
                return due;
              }
              inconclusive.clear();
              Proof proof = proof(alert, scenario, needsDelivery, attempted, notes);
              report.add(
                  failure == null
                      ? proof
                      : proof.failing(
                          bed()
                              .rehearsed()
                              .secrets()
                              .redact(String.valueOf(failure.getMessage()))));
              rethrow(failure);
              return List.of();
            });
    if (!inconclusive.isEmpty()) {
      Attempted last = inconclusive.get(inconclusive.size() - 1);
      String message = String.join("; ", notes);
      report.add(
          proof(alert, scenario, needsDelivery, last, notes)
              .inconclusive(message)
              .replayed(notes.size() - 1));
      throw new MachineTooSlowError(alert + ", " + scenario + ": " + message, last.failure());
    }
  }

  /**
   * What came of an attempt.
   *
   * @param seconds how long it took
   * @param starvation why the failure says nothing about the alert; empty where it does
   */
  private record Attempted(
      Evidence evidence, double seconds, @Nullable Throwable failure, String starvation) {}

  private Attempted attempt(String alert, Consumer<FaultTest> script) {
    TestBed open = bed();
    open.calm();
    Evidence evidence = new Evidence();
    long start = System.nanoTime();
    FaultTest test = new FaultTest(open, alert, evidence);
    Throwable failure = null;
    try {
      clocks
          .get()
          .judging(
              () -> {
                script.accept(test);
                return test;
              });
    } catch (AssertionError | RuntimeException e) {
      failure = e;
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    String starvation = failure == null ? "" : starvation(failure, test);
    if (starvation.isEmpty()) {
      test.close();
    }
    return new Attempted(evidence, seconds, failure, starvation);
  }

  private static String starvation(Throwable failure, FaultTest test) {
    if (failure instanceof MachineTooSlowError) {
      return String.valueOf(failure.getMessage());
    }
    Slowness slowness = test.slowness();
    return slowness.isTooSlow() ? slowness.toString() : "";
  }

  private Proof proof(
      String alert,
      String scenario,
      boolean needsDelivery,
      Attempted attempted,
      List<String> notes) {
    Proof proof =
        Proof.of(alert, scenario, ProofMethod.ACCELERATED, Proof.Backend.named(programs.backend()))
            .on(programs.versions())
            .atSpeed(speed)
            .seeing(attempted.evidence())
            .taking(Duration.ofMillis(Math.round(attempted.seconds() * 1000)))
            .replayed(notes.size());
    proof = needsDelivery ? proof.needingDelivery() : proof;
    for (String note : notes) {
      proof = proof.noting(note);
    }
    return proof;
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** The test bed, opened if it is not. */
  private TestBed bed() {
    TestBed open = bed;
    if (open == null) {
      attempt++;
      if (attempt > 1) {
        beforeReplay.run();
      }
      long start = System.nanoTime();
      open =
          plan.faster(speed)
              .open(programs, folder.resolve(String.format(Locale.ROOT, "bed-%d", attempt)));
      bed = open;
      report.rehearsed(
          programs.description(), speed, (System.nanoTime() - start) / NANOS, open.rehearsed());
    }
    return open;
  }

  @Override
  public void close() {
    TestBed open = bed;
    bed = null;
    if (open != null) {
      open.close();
    }
  }
}
