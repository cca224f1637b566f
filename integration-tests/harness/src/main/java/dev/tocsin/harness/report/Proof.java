package dev.tocsin.harness.report;

import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ProofMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A scenario that was played, and how it went.
 *
 * <pre>{@code
 * report.add(
 *     Proof.of("HighTTFT", "at 2.1 (threshold > 2)", ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
 *         .ofKind(Case.Kind.FIRES)
 *         .on(Map.of("Prometheus", "3.5.3", "Alertmanager", "0.33.1"))
 *         .atSpeed(150)
 *         .needingDelivery()
 *         .seeing(evidence)
 *         .taking(Duration.ofSeconds(3)));
 * }</pre>
 */
public final class Proof {
  /** What the servers ran as. */
  public enum Backend {
    /** No server: promtool did it. */
    PROMTOOL,
    /** Processes of this machine. */
    PROCESSES,
    /** Containers. */
    CONTAINERS;

    /**
     * The backend of this word.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Backend named(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The word for it in reports: {@code processes}… */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return word();
    }
  }

  /** The result of a proof. */
  public enum Verdict {
    /** Everything expected was observed. */
    HELD,
    /** Something expected was not observed, on a machine that kept up. */
    FAILED,
    /** The machine was measured to be too slow, so there is no verdict. */
    INCONCLUSIVE;

    /** The word for it in reports: {@code held}… */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return word();
    }
  }

  private final String alert;
  private final String scenario;
  private final ProofMethod method;
  private final Backend backend;
  private final Case.@Nullable Kind kind;
  private final Map<String, String> versions;
  private final double speed;
  private final boolean needsDelivery;
  private final Duration took;
  private final Evidence evidence;
  private final @Nullable String failure;
  private final @Nullable String starvation;
  private final int replays;
  private final List<String> notes;

  private Proof(Builder from) {
    this.alert = from.alert;
    this.scenario = from.scenario;
    this.method = from.method;
    this.backend = from.backend;
    this.kind = from.kind;
    this.versions = new TreeMap<>(from.versions);
    this.speed = from.speed;
    this.needsDelivery = from.needsDelivery;
    this.took = from.took;
    this.evidence = from.evidence;
    this.failure = from.failure;
    this.starvation = from.starvation;
    this.replays = from.replays;
    this.notes = List.copyOf(from.notes);
  }

  /** A proof's fields while one of them is changed. */
  private static final class Builder {
    private final String alert;
    private final String scenario;
    private final ProofMethod method;
    private final Backend backend;
    private Case.@Nullable Kind kind;
    private Map<String, String> versions = Map.of();
    private double speed = 1;
    private boolean needsDelivery;
    private Duration took = Duration.ZERO;
    private Evidence evidence = new Evidence();
    private @Nullable String failure;
    private @Nullable String starvation;
    private int replays;
    private List<String> notes = new ArrayList<>();

    private Builder(String alert, String scenario, ProofMethod method, Backend backend) {
      this.alert = alert;
      this.scenario = scenario;
      this.method = method;
      this.backend = backend;
    }

    private Builder(Proof from) {
      this(from.alert, from.scenario, from.method, from.backend);
      this.kind = from.kind;
      this.versions = from.versions;
      this.speed = from.speed;
      this.needsDelivery = from.needsDelivery;
      this.took = from.took;
      this.evidence = from.evidence;
      this.failure = from.failure;
      this.starvation = from.starvation;
      this.replays = from.replays;
      this.notes = new ArrayList<>(from.notes);
    }
  }

  /**
   * A proof without evidence yet.
   *
   * @param alert the alert that it is about, by its name
   * @param scenario what happens and must follow, in a few words
   */
  public static Proof of(String alert, String scenario, ProofMethod method, Backend backend) {
    return new Proof(new Builder(alert, scenario, method, backend));
  }

  /** Sets the kind of case; without it the proof is listed under "other". */
  public Proof ofKind(Case.Kind caseKind) {
    Builder changed = new Builder(this);
    changed.kind = caseKind;
    return new Proof(changed);
  }

  /** On these versions, by the programs' names: {@code Prometheus}, {@code Alertmanager}. */
  public Proof on(Map<String, String> programs) {
    Builder changed = new Builder(this);
    changed.versions = programs;
    return new Proof(changed);
  }

  /** Sets how many times as fast as the clock virtual time ran; 1 by default. */
  public Proof atSpeed(double times) {
    Builder changed = new Builder(this);
    changed.speed = times;
    return new Proof(changed);
  }

  /** Proven only with a firing notification of the alert. */
  public Proof needingDelivery() {
    Builder changed = new Builder(this);
    changed.needsDelivery = true;
    return new Proof(changed);
  }

  /** Sets how long it took in real time. */
  public Proof taking(Duration duration) {
    Builder changed = new Builder(this);
    changed.took = duration;
    return new Proof(changed);
  }

  /** Sets the evidence. */
  public Proof seeing(Evidence seen) {
    Builder changed = new Builder(this);
    changed.evidence = seen;
    return new Proof(changed);
  }

  /** Failed for this reason: what was expected, and what was observed instead. */
  public Proof failing(String reason) {
    Builder changed = new Builder(this);
    changed.failure = reason;
    return new Proof(changed);
  }

  /** Inconclusive for this reason: the machine was too slow in every replay. */
  public Proof inconclusive(String reason) {
    Builder changed = new Builder(this);
    changed.starvation = reason;
    return new Proof(changed);
  }

  /** Sets the number of replays after attempts for which the machine was too slow. */
  public Proof replayed(int times) {
    Builder changed = new Builder(this);
    changed.replays = times;
    return new Proof(changed);
  }

  /** Adds a note, such as about an attempt for which the machine was too slow. */
  public Proof noting(String note) {
    Builder changed = new Builder(this);
    changed.notes.add(note);
    return new Proof(changed);
  }

  /**
   * Whether it held, by its evidence: nothing failed, at least one expectation held and, if it
   * needs delivery, there is a firing notification of the alert.
   */
  public boolean isOk() {
    return shortfall().isEmpty();
  }

  /** Its verdict. */
  public Verdict verdict() {
    if (starvation != null) {
      return Verdict.INCONCLUSIVE;
    }
    return isOk() ? Verdict.HELD : Verdict.FAILED;
  }

  /** The number of replays after attempts for which the machine was too slow. */
  public int replays() {
    return replays;
  }

  /**
   * Why it is not proven: its failure, the measured starvation, or the missing evidence; empty if
   * it is proven.
   */
  public Optional<String> shortfall() {
    if (starvation != null) {
      return Optional.of(starvation);
    }
    if (failure != null) {
      return Optional.of(failure);
    }
    if (evidence.held().isEmpty()) {
      return Optional.of("no evidence: the proof checked no expectation");
    }
    if (needsDelivery && !evidence.isDelivered(alert)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "no evidence of delivery: none of the %d notifications that arrived is a firing"
                  + " notification of %s",
              evidence.deliveries(),
              alert));
    }
    return Optional.empty();
  }

  public String alert() {
    return alert;
  }

  public String scenario() {
    return scenario;
  }

  public ProofMethod method() {
    return method;
  }

  public Backend backend() {
    return backend;
  }

  public Optional<Case.Kind> kind() {
    return Optional.ofNullable(kind);
  }

  /** Of the programs, by their names. */
  public Map<String, String> versions() {
    return Map.copyOf(versions);
  }

  public double speed() {
    return speed;
  }

  /** Whether it needs a firing notification. */
  public boolean needsDelivery() {
    return needsDelivery;
  }

  /** How long it took. */
  public Duration took() {
    return took;
  }

  /** What was seen. */
  public Evidence evidence() {
    return evidence;
  }

  public List<String> notes() {
    return notes;
  }

  @Override
  public String toString() {
    return alert + ": " + scenario + " (" + method + ", " + verdict() + ")";
  }
}
