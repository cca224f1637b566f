package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.problem.Problem;
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

  /** And these scenarios. */
  public Suite with(Scenario... more) {
    return with(Arrays.asList(more));
  }

  /** And these scenarios. */
  public Suite with(List<Scenario> more) {
    List<Scenario> all = new ArrayList<>(scenarios);
    all.addAll(more);
    return new Suite(model, all);
  }

  /**
   * The same model with the scenarios of these alerts alone.
   *
   * @throws IllegalArgumentException when no scenario is about one of them
   */
  public Suite only(Collection<String> alerts) {
    List<String> known = scenarios.stream().map(Scenario::alert).distinct().sorted().toList();
    for (String alert : alerts) {
      if (!known.contains(alert)) {
        throw new IllegalArgumentException(
            "no scenario is about alert \"" + alert + "\"; there are scenarios of " + known);
      }
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

  /** The alert of this name; the first, where several rules share a name. */
  public Optional<Alert> alert(String name) {
    return model.alerts().stream().filter(alert -> alert.name().equals(name)).findFirst();
  }

  /**
   * The rule that a scenario is about: of several of its name, the one whose labels, threshold and
   * {@code for} are what the scenario promises.
   */
  public Optional<Alert> alert(Scenario scenario) {
    return new Namesakes(model).of(scenario).stream().findFirst();
  }

  /**
   * What is wrong before anything is played: an alert that is not there, a promise that the
   * definition does not keep, a scenario in which nothing happens.
   */
  public List<Problem> problems() {
    return new Cases(this, Margin.WIDE).problems();
  }

  /**
   * All that is to be proven. A scenario with a problem makes no cases.
   *
   * @param margin how exactly the way to prove can keep to moments
   */
  public List<Case> cases(Margin margin) {
    return new Cases(this, margin).all();
  }
}
