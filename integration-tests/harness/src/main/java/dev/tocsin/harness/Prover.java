package dev.tocsin.harness;

import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.report.Way;
import dev.tocsin.harness.stack.Programs;
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
 * Plays scenes on one generation of servers, one after the other on the same stage, and reports
 * each. A scene that fails on a machine that did not keep up says nothing about the alert: it is
 * played again on a fresh stage at half the speed, and the report tells so.
 */
public final class Prover implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final Stage.Plan plan;
  private final Programs programs;
  private final Path folder;
  private final ProofReport report;
  private @Nullable Stage stage;
  private double speed;
  private int attempt;
  private Runnable beforeReplay = () -> {};
  private Supplier<SteadyClock> clocks = SteadyClock::start;

  private Prover(Stage.Plan plan, Programs programs, Path folder, ProofReport report) {
    this.plan = plan;
    this.programs = programs;
    this.folder = folder;
    this.report = report;
    this.speed = plan.speed();
    report.ships(plan.plainFiles());
  }

  /**
   * A prover that opens its stage when it is first needed.
   *
   * @param folder for the servers' configuration and logs
   * @param report where proofs go
   */
  public static Prover on(Stage.Plan plan, Programs programs, Path folder, ProofReport report) {
    return new Prover(plan, programs, folder, report);
  }

  /**
   * With this done before a scene is played again on a fresh stage: what the first attempt left
   * behind elsewhere, such as servers that were broken on purpose, is put right.
   */
  public Prover beforeReplay(Runnable mending) {
    beforeReplay = mending;
    return this;
  }

  /** With other clocks that detect a jump of the machine's clock; for tests. */
  Prover watchedBy(Supplier<SteadyClock> others) {
    clocks = others;
    return this;
  }

  /**
   * Plays a scene in which an alert must be delivered.
   *
   * @throws AssertionError when it fails, with what everyone saw
   * @throws MachineTooSlowError when the machine cannot keep up even with the slowest rehearsal
   */
  public void prove(String alert, String scenario, Consumer<Scene> scene) {
    play(alert, scenario, true, scene);
  }

  /** Plays a scene in which nothing must be delivered; throws like {@link #prove}. */
  public void proveSilence(String alert, String scenario, Consumer<Scene> scene) {
    play(alert, scenario, false, scene);
  }

  /** On the stage that is open, or on a fresh one if the alert has fired there before. */
  private void play(String alert, String scenario, boolean needsDelivery, Consumer<Scene> script) {
    if (stage != null && stage.hasFired(alert)) {
      // Prometheus tells of an end again and again for fifteen minutes, which nothing compresses,
      // and Alertmanager then tells a group once more in which another alert fires by now.
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
                          stage()
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

  private Attempted attempt(String alert, Consumer<Scene> script) {
    Stage open = stage();
    open.calm();
    Evidence evidence = new Evidence();
    long start = System.nanoTime();
    Scene scene = new Scene(open, alert, evidence);
    Throwable failure = null;
    try {
      clocks
          .get()
          .judging(
              () -> {
                script.accept(scene);
                return scene;
              });
    } catch (AssertionError | RuntimeException e) {
      failure = e;
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    String starvation = failure == null ? "" : starvation(failure, scene);
    if (starvation.isEmpty()) {
      scene.close();
    }
    return new Attempted(evidence, seconds, failure, starvation);
  }

  private static String starvation(Throwable failure, Scene scene) {
    if (failure instanceof MachineTooSlowError) {
      return String.valueOf(failure.getMessage());
    }
    Slowness slowness = scene.slowness();
    return slowness.isTooSlow() ? slowness.toString() : "";
  }

  private Proof proof(
      String alert,
      String scenario,
      boolean needsDelivery,
      Attempted attempted,
      List<String> notes) {
    Proof proof =
        Proof.of(alert, scenario, Way.COMPRESSED, Proof.Backend.named(programs.backend()))
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

  /** The stage, opened if it is not. */
  private Stage stage() {
    Stage open = stage;
    if (open == null) {
      attempt++;
      if (attempt > 1) {
        beforeReplay.run();
      }
      long start = System.nanoTime();
      open =
          plan.faster(speed)
              .open(programs, folder.resolve(String.format(Locale.ROOT, "stage-%d", attempt)));
      stage = open;
      report.rehearsed(
          programs.description(), speed, (System.nanoTime() - start) / NANOS, open.rehearsed());
    }
    return open;
  }

  @Override
  public void close() {
    Stage open = stage;
    stage = null;
    if (open != null) {
      open.close();
    }
  }
}
