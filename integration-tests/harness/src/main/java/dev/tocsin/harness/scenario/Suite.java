package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.harness.rehearsal.Rehearsal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is proven, by which scenarios, and how.
 *
 * <pre>{@code
 * Suite.of(AlertFiles.of("rules.yml").alertmanager("alertmanager.yml"))
 *     .methods(ACCELERATED, PROMTOOL)
 *     .with(
 *         scenario("QueueLong")
 *             .target("kiosk", load().gauge("kiosk_queue", 0))
 *             .atValue(length -> load().gauge("kiosk_queue", length)))
 * }</pre>
 */
public final class Suite {
  private final State state;

  private Suite(State state) {
    this.state = state;
  }

  /** All that a suite states. Its collections are never changed, so that copies share them. */
  private static final class State implements Cloneable {
    private final MonitoringModel model;
    private final String source;
    private final @Nullable AlertFiles files;
    private List<Scenario> scenarios = List.of();
    private List<ProofMethod> methods = List.of(ProofMethod.ACCELERATED);
    private List<Generation> generations = List.of(Generation.NEWEST);
    private List<String> prometheusJobs = List.of();
    private List<String> alertmanagerJobs = List.of();
    private double speed = Rehearsal.DEFAULT_SPEED;
    private boolean isPartial;
    private List<String> onlyCases = List.of();

    private State(MonitoringModel model, String source, @Nullable AlertFiles files) {
      this.model = model;
      this.source = source;
      this.files = files;
    }

    private State copy() {
      try {
        return (State) clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Suite with(Consumer<State> change) {
    State changed = state.copy();
    change.accept(changed);
    return new Suite(changed);
  }

  private static <T> List<T> and(List<T> some, Collection<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  /** A suite for a definition, without scenarios yet. */
  public static Suite of(Monitoring definition) {
    return new Suite(new State(definition.define(), definition.getClass().getName(), null));
  }

  /** A suite for this model, without scenarios yet. */
  public static Suite of(MonitoringModel model) {
    return new Suite(new State(model, model.name(), null));
  }

  /**
   * A suite for rule files and configurations, without scenarios yet.
   *
   * @throws IllegalArgumentException when something is wrong with the files, with all problems
   */
  public static Suite of(AlertFiles files) {
    MonitoringModel model = files.model();
    return new Suite(new State(model, model.name(), files));
  }

  /** Adds these scenarios. */
  public Suite with(Scenario... more) {
    return with(Arrays.asList(more));
  }

  /** Adds these scenarios. */
  public Suite with(List<Scenario> more) {
    return with((State it) -> it.scenarios = and(it.scenarios, more));
  }

  /**
   * The methods by which the scenarios are proven, in this order; {@link ProofMethod#ACCELERATED}
   * without it.
   *
   * @throws IllegalArgumentException for {@link ProofMethod#LIVE}, which needs a test that causes
   *     the fault
   */
  public Suite methods(ProofMethod... methods) {
    List<ProofMethod> all = List.of(methods);
    if (all.contains(ProofMethod.LIVE)) {
      throw new IllegalArgumentException(
          "invalid method LIVE for a suite: a real fault needs a test that causes it; fix: remove"
              + " LIVE from methods(…)");
    }
    return with((State it) -> it.methods = all);
  }

  /** The generations of servers on which it is proven; the newest without it. */
  public Suite generations(Generation... generations) {
    return generations(List.of(generations));
  }

  /** The generations of servers on which it is proven. */
  public Suite generations(List<Generation> generations) {
    return with((State it) -> it.generations = List.copyOf(generations));
  }

  /**
   * How much faster than the clock time runs for {@link ProofMethod#ACCELERATED}; {@value
   * Rehearsal#DEFAULT_SPEED} without it. Short range selectors need a lower speed.
   */
  public Suite speed(double times) {
    return with((State it) -> it.speed = times);
  }

  /** Allows alerts, routes, receivers, inhibitions and time intervals that no case exercises. */
  public Suite allowUncovered() {
    return with((State it) -> it.isPartial = true);
  }

  /** The Prometheus that evaluates the rules is a target of this scrape job itself. */
  public Suite scrapingItsPrometheus(String job) {
    return with((State it) -> it.prometheusJobs = and(it.prometheusJobs, List.of(job)));
  }

  /** The Alertmanager that is notified is a target of this scrape job. */
  public Suite scrapingItsAlertmanager(String job) {
    return with((State it) -> it.alertmanagerJobs = and(it.alertmanagerJobs, List.of(job)));
  }

  /**
   * The same suite with these alerts or cases alone; then nothing else must be covered.
   *
   * @param names of alerts, or of cases as tests print them, such as {@code HighTTFT: at 2.1
   *     (threshold > 2)}
   * @throws IllegalArgumentException with all names for which there is no scenario and no case
   */
  public Suite only(Collection<String> names) {
    List<String> alerts =
        state.scenarios.stream().map(Scenario::alert).distinct().sorted().toList();
    List<String> cases = cases(Margin.EXACT).stream().map(Case::toString).toList();
    List<String> known = new ArrayList<>(alerts);
    known.addAll(cases);
    List<String> unknown =
        names.stream().filter(name -> !known.contains(name)).map(it -> unknown(it, known)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no scenario for "
              + String.join(", ", unknown)
              + "; fix: name alerts that have one ("
              + String.join(", ", alerts)
              + ") or one of their cases");
    }
    return with(
        (State it) -> {
          it.isPartial = true;
          it.scenarios =
              it.scenarios.stream()
                  .filter(
                      one ->
                          names.stream()
                              .anyMatch(
                                  name ->
                                      name.equals(one.alert())
                                          || name.startsWith(one.alert() + ": ")))
                  .toList();
          it.onlyCases = List.copyOf(names);
        });
  }

  private static String unknown(String name, List<String> known) {
    return '"'
        + name
        + '"'
        + Similar.to(name, known).map(it -> " (did you mean \"" + it + "\"?)").orElse("");
  }

  /** What is proven. */
  public MonitoringModel model() {
    return state.model;
  }

  /** The files that are proven; none where it is a definition. */
  public Optional<AlertFiles> files() {
    return Optional.ofNullable(state.files);
  }

  /**
   * The texts that ship, by path: the files that are proven, byte for byte, or those generated from
   * the definition. Reports list their hashes.
   */
  public Map<String, String> shipped() {
    return files()
        .map(AlertFiles::texts)
        .orElseGet(() -> Generator.files(state.model, state.source).texts());
  }

  /**
   * The rule file that ships: the only one byte for byte, or all of them merged into one.
   *
   * @throws IllegalArgumentException when a file cannot be read
   */
  public String ruleFile() {
    List<AlertFiles.Shipped> rules = files().map(AlertFiles::rules).orElse(List.of());
    return rules.size() == 1
        ? rules.get(0).text()
        : Generator.files(state.model, state.source).texts().getOrDefault(GeneratedFiles.RULES, "");
  }

  /** The scenarios, in the order in which they were given. */
  public List<Scenario> scenarios() {
    return state.scenarios;
  }

  /** The methods by which they are proven. */
  public List<ProofMethod> methods() {
    return state.methods;
  }

  /** The generations of servers on which they are proven. */
  public List<Generation> generations() {
    return state.generations;
  }

  /** How much faster than the clock time runs for {@link ProofMethod#ACCELERATED}. */
  public double speed() {
    return state.speed;
  }

  /** Whether everything in the definition must be exercised by a case. */
  public boolean requiresCoverage() {
    return !state.isPartial;
  }

  /** Scrape jobs that scrape the Prometheus that evaluates the rules. */
  public List<String> prometheusJobs() {
    return state.prometheusJobs;
  }

  /** Scrape jobs that scrape the Alertmanager that is notified. */
  public List<String> alertmanagerJobs() {
    return state.alertmanagerJobs;
  }

  /** The alert of this name; the first if several rules share the name. */
  public Optional<Alert> alert(String name) {
    return state.model.alerts().stream().filter(alert -> alert.name().equals(name)).findFirst();
  }

  /**
   * The rule that a scenario proves: of several rules of its name, the one whose labels, threshold
   * and {@code for} match the scenario.
   */
  public Optional<Alert> alert(Scenario scenario) {
    return new Namesakes(state.model).of(scenario).stream().findFirst();
  }

  /**
   * All problems that are known before anything is played: an alert that is not defined, a
   * definition that differs from its scenario, a scenario in which nothing happens.
   */
  public List<Problem> problems() {
    return new Cases(this, Margin.WIDE).problems();
  }

  /**
   * The cases to prove. A scenario with a problem has no cases.
   *
   * @param margin how exactly the proof method can keep to points in time
   */
  public List<Case> cases(Margin margin) {
    List<Case> all = new Cases(this, margin).all();
    return state.onlyCases.isEmpty()
        ? all
        : all.stream()
            .filter(
                one ->
                    state.onlyCases.contains(one.scenario().alert())
                        || state.onlyCases.contains(one.toString()))
            .toList();
  }
}
