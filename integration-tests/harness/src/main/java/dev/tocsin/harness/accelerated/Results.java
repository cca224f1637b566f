package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came of playing a suite. */
public final class Results implements ProofRun {
  /** So many seconds beyond the bound a machine that has nothing else to do takes at most. */
  private static final double USUAL = 15;

  private final MonitoringModel model;
  private final Programs programs;
  private final List<Judged> judged;
  private final List<Run> runs;
  private final List<String> notes;
  private final List<String> tooSlow;
  private final Map<String, String> shipped;
  private final Took took;

  /**
   * A verdict, and how its case was played.
   *
   * @param conclusive whether the machine kept up, so that the verdict counts
   * @param replays how often it was replayed because the machine had not kept up
   * @param notes what is to be known of it, such as an attempt on which the machine was too slow
   */
  record Judged(
      Verdict verdict, double speed, boolean conclusive, int replays, List<String> notes) {
    Judged {
      notes = List.copyOf(notes);
    }

    Proof.Verdict outcome() {
      if (!conclusive) {
        return Proof.Verdict.INCONCLUSIVE;
      }
      return verdict.holds() ? Proof.Verdict.HELD : Proof.Verdict.FAILED;
    }
  }

  /** A test bed that was played. */
  record Run(double speed, double secondsUntilReady, Rehearsed rehearsed) {}

  /**
   * How long all of it took, cold starts included.
   *
   * @param bound seconds that the definition asks for, on any machine
   * @param start what of it servers take until they can be played on
   */
  record Took(Duration lasted, double bound, Duration start) {}

  /**
   * All of it.
   *
   * @param notes of all runs, in their order
   * @param tooSlow those of them that say why some cases could not be judged at all
   * @param shipped plain files as they ship, if they are what was played
   */
  Results(
      MonitoringModel model,
      Programs programs,
      List<Judged> judged,
      List<Run> runs,
      List<String> notes,
      List<String> tooSlow,
      Map<String, String> shipped,
      Took took) {
    this.model = model;
    this.programs = programs;
    this.judged = List.copyOf(judged);
    this.runs = List.copyOf(runs);
    this.notes = List.copyOf(notes);
    this.tooSlow = List.copyOf(tooSlow);
    this.shipped = Map.copyOf(shipped);
    this.took = took;
  }

  /**
   * What came of one case, or of something that is judged of every run.
   *
   * @param name the alert's name and what happens, unlike any other of the suite
   * @param alert the alert that it is about
   * @param verdict what came of it
   * @param failure what does not hold, with what everyone saw, or how the machine did not keep up;
   *     empty when it is proven
   * @param deliveries the notifications that notified of the alert, in their order
   */
  public record Result(
      String name,
      String alert,
      Proof.Verdict verdict,
      Optional<String> failure,
      List<Delivery> deliveries) {
    public Result {
      deliveries = List.copyOf(deliveries);
    }

    /**
     * Passes if it is proven.
     *
     * @throws AssertionError when it is not
     * @throws MachineTooSlowError when it is inconclusive
     */
    public void require() {
      switch (verdict) {
        case HELD -> {}
        case FAILED -> throw new AssertionError(failure.orElse(name));
        case INCONCLUSIVE -> throw new MachineTooSlowError(failure.orElse(name));
      }
    }
  }

  private List<Verdict> verdicts() {
    return judged.stream().map(Judged::verdict).toList();
  }

  /** What came of each case. */
  public List<Result> all() {
    return judged.stream().map(Results::result).toList();
  }

  private static Result result(Judged one) {
    Verdict verdict = one.verdict();
    return new Result(
        verdict.name(), verdict.alert(), one.outcome(), failure(verdict), verdict.deliveries());
  }

  private long count(Proof.Verdict outcome) {
    return judged.stream().filter(one -> one.outcome() == outcome).count();
  }

  /**
   * The notifications of the case of this name, for what else there is to say of them.
   *
   * @param kind of notification
   * @throws IllegalArgumentException when there is no such case
   * @throws MachineTooSlowError when there are none, and the machine did not keep up
   */
  public <D extends Delivery> List<D> deliveries(String name, Class<D> kind) {
    Result result =
        all().stream()
            .filter(it -> it.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no case \""
                            + name
                            + "\"; there are "
                            + Texts.list(all().stream().map(Result::name).toList())));
    if (result.deliveries().isEmpty()) {
      // Of what could not be judged it is no fault that nothing is known to have arrived.
      requireConclusive();
    }
    return result.deliveries().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Optional<String> failure(Verdict verdict) {
    if (verdict.holds()) {
      return Optional.empty();
    }
    List<String> findings =
        verdict.findings().isEmpty() ? List.of("no notification arrived") : verdict.findings();
    return Optional.of(verdict.name() + "\n- " + String.join("\n- ", findings));
  }

  /**
   * Passes if no case is inconclusive, whatever was found.
   *
   * @throws MachineTooSlowError when the machine could not keep up even with the slowest rehearsal
   */
  @Override
  public void requireConclusive() {
    if (!tooSlow.isEmpty()) {
      throw new MachineTooSlowError("inconclusive: " + String.join("; ", tooSlow));
    }
    ProofRun.super.requireConclusive();
  }

  /** What of the definition was exercised. */
  public Coverage coverage() {
    return Coverage.of(model, verdicts());
  }

  /** One for each case, in their order. */
  @Override
  public List<Proof> proofs() {
    return judged.stream().map(this::proof).toList();
  }

  private Proof proof(Judged one) {
    Verdict verdict = one.verdict();
    Proof proof =
        Proof.of(
                verdict.alert(),
                verdict.title(),
                ProofMethod.ACCELERATED,
                Proof.Backend.named(programs.backend()))
            .on(programs.versions())
            .atSpeed(one.speed())
            .seeing(verdict.evidence())
            .taking(Duration.ofMillis(Math.round(verdict.seconds() * 1000)));
    if (verdict.script().isPresent()) {
      proof = proof.ofKind(verdict.script().get().kind());
    }
    if (verdict.needsDelivery()) {
      proof = proof.needingDelivery();
    }
    proof = proof.replayed(one.replays());
    Optional<String> failure = failure(verdict);
    if (failure.isPresent()) {
      proof = one.conclusive() ? proof.failing(failure.get()) : proof.inconclusive(failure.get());
    }
    for (String note : one.notes()) {
      proof = proof.noting(note);
    }
    return proof;
  }

  /** Puts every case into a report, and the hashes of plain files that were played. */
  @Override
  public void addTo(ProofReport report) {
    report.ships(shipped);
    for (Run run : runs) {
      report.rehearsed(
          programs.description(), run.speed(), run.secondsUntilReady(), run.rehearsed());
    }
    proofs().forEach(report::add);
  }

  /**
   * Puts into a report what of the definition was not exercised, so that it does not say that all
   * held; inconclusive where cases are, which might have exercised it.
   */
  public void addUncovered(ProofReport report) {
    List<String> missing = coverage().missing();
    if (missing.isEmpty()) {
      return;
    }
    Proof proof =
        Proof.of(
                "all alerts",
                "everything in the definition is exercised",
                ProofMethod.ACCELERATED,
                Proof.Backend.named(programs.backend()))
            .on(programs.versions());
    String text = String.join("\n", missing);
    report.add(tooSlow.isEmpty() ? proof.failing(text) : proof.inconclusive(text));
  }

  /** How long all of it took, the servers' cold start included. */
  @Override
  public Duration took() {
    return took.lasted();
  }

  /**
   * What the definition asks for, on any machine: Prometheus' five seconds until its first scrape,
   * five more where it {@linkplain Programs#forgetsAlertmanagers forgets its Alertmanager}, and the
   * slowest case's calm time, its fault, and its group's interval until the end is notified; of
   * test beds that are played at the same time, the slowest one's.
   */
  public Duration bound() {
    return Duration.ofMillis(Math.round(took.bound() * 1000));
  }

  /**
   * How long the servers of the first test bed took until all of it worked, which is most of it.
   */
  public Duration untilReady() {
    return Duration.ofMillis(
        Math.round(runs.isEmpty() ? 0 : runs.get(0).secondsUntilReady() * 1000));
  }

  /** In a line: how many hold, on what, how long it took, and what the bound was. */
  @Override
  public String summary() {
    StringBuilder text = new StringBuilder();
    text.append("accelerated on ")
        .append(programs.description())
        .append(": ")
        .append(count(Proof.Verdict.HELD))
        .append(" of ")
        .append(judged.size())
        .append(" cases held");
    long inconclusive = count(Proof.Verdict.INCONCLUSIVE);
    long replays = judged.stream().mapToLong(Judged::replays).sum();
    text.append(inconclusive > 0 ? ", " + inconclusive + " inconclusive" : "")
        .append(replays > 0 ? ", " + replays + " replayed" : "");
    text.append(
        String.format(
            Locale.ROOT,
            " in %1$.1f s on %2$s of servers; at speed %5$d this takes at least %3$.1f s (%4$d s until"
                + " Prometheus scrapes and has found its Alertmanager, and the longest case)",
            took.lasted().toMillis() / 1000.0,
            runs.size() == 1 ? "1 pair" : runs.size() + " pairs",
            took.bound(),
            took.start().toSeconds(),
            Math.round(runs.isEmpty() ? 1 : runs.get(0).speed())));
    double beyond = took.lasted().toMillis() / 1000.0 - took.bound();
    if (beyond > USUAL) {
      text.append(
          String.format(
              Locale.ROOT,
              "\n  warning: that took %.1f s more, and up to %.0f s are usual: the machine was busy, or"
                  + " has too few processors",
              beyond,
              USUAL));
    }
    coverage().notes().forEach(note -> text.append("\n  ").append(note));
    notes.forEach(note -> text.append("\n  ").append(note));
    return text.toString();
  }

  @Override
  public String toString() {
    return summary();
  }
}
