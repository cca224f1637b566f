package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.harness.series.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A model and the scenarios that prove its alerts. */
public final class Suite {
  private final MonitoringModel model;
  private final List<Scenario> scenarios;

  private Suite(MonitoringModel model, List<Scenario> scenarios) {
    this.model = model;
    this.scenarios = List.copyOf(scenarios);
  }

  /** A suite for this model, without scenarios yet. */
  public static Suite of(MonitoringModel model) {
    return new Suite(model, List.of());
  }

  /** Adds these scenarios. */
  public Suite with(Scenario... more) {
    return with(Arrays.asList(more));
  }

  /** Adds these scenarios. */
  public Suite with(List<Scenario> more) {
    List<Scenario> all = new ArrayList<>(scenarios);
    all.addAll(more);
    return new Suite(model, all);
  }

  /**
   * The same model with the scenarios of these alerts alone.
   *
   * @throws IllegalArgumentException with all of them for which there is no scenario
   */
  public Suite only(Collection<String> alerts) {
    List<String> known = scenarios.stream().map(Scenario::alert).distinct().sorted().toList();
    List<String> unknown =
        alerts.stream().filter(alert -> !known.contains(alert)).map(it -> '"' + it + '"').toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no scenario for alert "
              + Texts.list(unknown)
              + "; fix: name alerts that have one: "
              + Texts.list(known));
    }
    return new Suite(model, scenarios.stream().filter(it -> alerts.contains(it.alert())).toList());
  }

  /** What is proven. */
  public MonitoringModel model() {
    return model;
  }

  /** The scenarios, in the order in which they were given. */
  public List<Scenario> scenarios() {
    return scenarios;
  }

  /** The alert of this name; the first if several rules share the name. */
  public Optional<Alert> alert(String name) {
    return model.alerts().stream().filter(alert -> alert.name().equals(name)).findFirst();
  }

  /**
   * The rule that a scenario proves: of several rules of its name, the one whose labels, threshold
   * and {@code for} match the scenario.
   */
  public Optional<Alert> alert(Scenario scenario) {
    return new Namesakes(model).of(scenario).stream().findFirst();
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
    return new Cases(this, margin).all();
  }
}
