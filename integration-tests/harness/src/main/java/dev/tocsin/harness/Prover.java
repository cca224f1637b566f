package dev.tocsin.harness;

import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.report.Way;
import dev.tocsin.harness.stack.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenes on one generation of servers, one after the other on the same stage, and reports
 * each. A scene that fails on a machine that did not keep up says nothing about the alert: it is
 * played again on a fresh stage at half the speed, and the report tells so.
 */
public final class Prover implements AutoCloseable {
  /** Slower than this is no rehearsal any more. */
  private static final double SLOWEST = 15;

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
    List<String> notes = new ArrayList<>();
    if (stage != null && stage.hasFired(alert)) {
      // Prometheus tells of an end again and again for fifteen minutes, which nothing compresses,
      // and Alertmanager then tells a group once more in which another alert fires by now.
      close();
    }
    while (true) {
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
      Slowness slowness = scene.slowness();
      boolean tooSlow = failure instanceof MachineTooSlowError || slowness.isTooSlow();
      if (failure != null && tooSlow) {
        String why =
            failure instanceof MachineTooSlowError
                ? String.valueOf(failure.getMessage())
                : slowness.toString();
        notes.add("inconclusive at speed " + (long) speed + ": " + why);
        close();
        speed /= 2;
        if (speed < SLOWEST) {
          String message = String.join("; ", notes);
          report.add(
              proof(alert, scenario, needsDelivery, seconds, evidence, notes)
                  .inconclusive(message)
                  .replayed(notes.size() - 1));
          throw new MachineTooSlowError(alert + ", " + scenario + ": " + message, failure);
        }
        continue;
      }
      scene.close();
      Proof proof =
          proof(alert, scenario, needsDelivery, seconds, evidence, notes).replayed(notes.size());
      report.add(
          failure == null
              ? proof
              : proof.failing(
                  open.rehearsed().secrets().redact(String.valueOf(failure.getMessage()))));
      rethrow(failure);
      return;
    }
  }

  private Proof proof(
      String alert,
      String scenario,
      boolean needsDelivery,
      double seconds,
      Evidence evidence,
      List<String> notes) {
    Proof proof =
        Proof.of(alert, scenario, Way.COMPRESSED, Proof.Backend.named(programs.backend()))
            .on(versions())
            .atSpeed(speed)
            .seeing(evidence)
            .taking(Duration.ofMillis(Math.round(seconds * 1000)));
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

  private Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Prometheus", programs.prometheusVersion());
    versions.put("Alertmanager", programs.alertmanagerVersion());
    return versions;
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
