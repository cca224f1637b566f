package dev.tocsin.dsl.alertmanager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** All of {@code alertmanager.yml}. Receivers and time intervals are those that its routes name. */
public final class AlertmanagerConfig {
  private final Route root;
  private final List<Inhibition> inhibitions;
  private final Fields global;

  private AlertmanagerConfig(Route root, List<Inhibition> inhibitions, Fields global) {
    this.root = root;
    this.inhibitions = List.copyOf(inhibitions);
    this.global = global;
  }

  /** A configuration with this routing tree. */
  public static AlertmanagerConfig alertmanager(Route root) {
    return new AlertmanagerConfig(root, List.of(), Fields.NONE);
  }

  /** With these inhibitions behind those that it has. */
  public AlertmanagerConfig inhibiting(Inhibition... more) {
    List<Inhibition> all = new ArrayList<>(inhibitions);
    all.addAll(Arrays.asList(more));
    return new AlertmanagerConfig(root, all, global);
  }

  /** Sending mail by this server. */
  public AlertmanagerConfig mailingBy(MailServer server) {
    Fields all = global;
    for (var field : server.fields().asMap().entrySet()) {
      all = all.with(field.getKey(), field.getValue());
    }
    return new AlertmanagerConfig(root, inhibitions, all);
  }

  /** With any field of {@code global}, as Alertmanager names it. */
  public AlertmanagerConfig withGlobal(String field, Object value) {
    return new AlertmanagerConfig(root, inhibitions, global.with(field, value));
  }

  /** With another routing tree, as a rehearsal needs it. */
  public AlertmanagerConfig withRoot(Route other) {
    return new AlertmanagerConfig(other, inhibitions, global);
  }

  /** The root of the routing tree. */
  public Route root() {
    return root;
  }

  public List<Inhibition> inhibitions() {
    return inhibitions;
  }

  /** The fields of {@code global}. */
  public Fields global() {
    return global;
  }

  /** The receivers that the routes name, each once, in the order in which they are met. */
  public List<Receiver> receivers() {
    Set<Receiver> all = new LinkedHashSet<>();
    root.all().forEach(route -> all.add(route.receiver()));
    return List.copyOf(all);
  }

  /** The time intervals that the routes name, each once, in the order in which they are met. */
  public List<TimeInterval> timeIntervals() {
    Set<TimeInterval> all = new LinkedHashSet<>();
    root.all()
        .forEach(
            route -> {
              all.addAll(route.active());
              all.addAll(route.muted());
            });
    return List.copyOf(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlertmanagerConfig
        && ((AlertmanagerConfig) other).root.equals(root)
        && ((AlertmanagerConfig) other).inhibitions.equals(inhibitions)
        && ((AlertmanagerConfig) other).global.equals(global);
  }

  @Override
  public int hashCode() {
    return Objects.hash(root, inhibitions, global);
  }

  @Override
  public String toString() {
    return "alertmanager" + receivers();
  }
}
