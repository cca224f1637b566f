package dev.tocsin.harness;

import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.report.Way;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.stack.SideBySide;
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
 * Plays scenes at the same time on one stage, each with evidence of its own: for real services,
 * where most of the time is waiting. Scenes must not disturb each other; that is the business of
 * who writes them.
 */
public final class Ensemble {
  private record Part(String alert, String scenario, Consumer<Scene> script) {}

  /** What came of a scene. */
  public record Outcome(String alert, String scenario, @Nullable Throwable failure) {}

  private final Stage stage;
  private final ProofReport report;
  private final List<Part> parts = new ArrayList<>();
  private final List<Part> lastParts = new ArrayList<>();
  private CpuPressure pressure = CpuPressure.fromNow();
  private MachineWatch machine;

  private Ensemble(Stage stage, ProofReport report) {
    this.stage = stage;
    this.report = report;
    this.machine = MachineWatch.on(stage);
  }

  /** Scenes on this stage, which is open. */
  public static Ensemble on(Stage stage, ProofReport report) {
    return new Ensemble(stage, report);
  }

  /** And this scene, in which an alert must be delivered. */
  public Ensemble with(String alert, String scenario, Consumer<Scene> script) {
    parts.add(new Part(alert, scenario, script));
    return this;
  }

  /** And this scene, which would disturb the others and is played when they are over. */
  public Ensemble withAtLast(String alert, String scenario, Consumer<Scene> script) {
    lastParts.add(new Part(alert, scenario, script));
    return this;
  }

  /**
   * Plays them all, waits for all, and reports each; failures are told, not thrown. One that fails
   * while the machine does not keep up is told as {@link MachineTooSlowError}: it says nothing of
   * the alert.
   */
  public List<Outcome> play() {
    pressure = CpuPressure.fromNow();
    machine = MachineWatch.on(stage);
    report.rehearsed(stage.programs().description(), stage.clock().speed(), 0, stage.rehearsed());
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
   * Whatever is thrown is what came of the scene: else the others' would be lost, and the report.
   */
  private Outcome play(Part part) {
    Evidence evidence = new Evidence();
    long start = System.nanoTime();
    Throwable failure = null;
    try {
      Scene scene = new Scene(stage, part.alert(), evidence);
      scene.expectsRealFaults();
      failure = failure(scene, part.script());
      scene.close();
    } catch (Throwable e) {
      failure = failure == null ? e : failure;
    }
    Proof proof =
        Proof.of(
                part.alert(),
                part.scenario(),
                Way.SERVICE,
                Proof.Backend.named(stage.programs().backend()))
            .on(stage.programs().versions())
            .atSpeed(stage.clock().speed())
            .needingDelivery()
            .taking(Duration.ofNanos(System.nanoTime() - start))
            .seeing(evidence);
    if (failure != null) {
      String reason = stage.rehearsed().secrets().redact(Texts.of(failure));
      proof =
          failure instanceof MachineTooSlowError
              ? proof.inconclusive(reason)
              : proof.failing(reason);
    }
    report.add(proof);
    return new Outcome(part.alert(), part.scenario(), failure);
  }

  private @Nullable Throwable failure(Scene scene, Consumer<Scene> script) {
    try {
      SteadyClock.start()
          .judging(
              () -> {
                script.accept(scene);
                return scene;
              });
      return null;
    } catch (MachineTooSlowError e) {
      return e;
    } catch (Throwable e) {
      Slowness slowness = scene.slowness().under(pressure.share());
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
