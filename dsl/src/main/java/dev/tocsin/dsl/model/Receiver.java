package dev.tocsin.dsl.model;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.origin.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who is notified, by one or more {@link Integration}s. Routes refer to it by value. */
public final class Receiver {
  private final String name;
  private final List<Integration> integrations;
  private final Fields labels;
  private final Origin origin;

  private Receiver(String name, List<Integration> integrations, Fields labels, Origin origin) {
    this.name = name;
    this.integrations = List.copyOf(integrations);
    this.labels = labels;
    this.origin = origin;
  }

  /**
   * A receiver with these integrations; without any, it drops the alerts that it gets.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public static Receiver receiver(String name, Integration... integrations) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("receiver name \"\" is empty: give it a name");
    }
    return new Receiver(name, Arrays.asList(integrations), Fields.NONE, Origin.caller());
  }

  /** Told by these instead. */
  public Receiver withIntegrations(List<? extends Integration> others) {
    return new Receiver(name, new ArrayList<>(others), labels, origin);
  }

  /**
   * With these labels, for those who read Alertmanager's API; from Alertmanager 0.33 on.
   *
   * @param values the labels' values by name
   */
  public Receiver withLabels(Map<String, String> values) {
    return new Receiver(name, integrations, Fields.of(values), origin);
  }

  public String name() {
    return name;
  }

  public List<Integration> integrations() {
    return integrations;
  }

  /** Its labels by name. */
  public Fields labels() {
    return labels;
  }

  /** The line that defined it; not part of equality. */
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Receiver that
        && that.name.equals(name)
        && that.integrations.equals(integrations)
        && that.labels.equals(labels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, integrations, labels);
  }

  @Override
  public String toString() {
    return name;
  }
}
