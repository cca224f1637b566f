package dev.tocsin.dsl.alertmanager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * All of {@code alertmanager.yml}. Receivers and time intervals are those that its routes name, and
 * {@linkplain #knowing(Receiver...) others} that one wants kept.
 */
public final class AlertmanagerConfig {
  private final Route root;
  private final List<Inhibition> inhibitions;
  private final Fields fields;
  private final List<Receiver> spareReceivers;
  private final List<TimeInterval> spareIntervals;

  private AlertmanagerConfig(
      Route root,
      List<Inhibition> inhibitions,
      Fields fields,
      List<Receiver> spareReceivers,
      List<TimeInterval> spareIntervals) {
    this.root = root;
    this.inhibitions = List.copyOf(inhibitions);
    this.fields = fields;
    this.spareReceivers = List.copyOf(spareReceivers);
    this.spareIntervals = List.copyOf(spareIntervals);
  }

  /** A configuration with this routing tree. */
  public static AlertmanagerConfig alertmanager(Route root) {
    return new AlertmanagerConfig(root, List.of(), Fields.NONE, List.of(), List.of());
  }

  /** With these inhibitions behind those that it has. */
  public AlertmanagerConfig inhibiting(Inhibition... more) {
    return new AlertmanagerConfig(
        root, append(inhibitions, more), fields, spareReceivers, spareIntervals);
  }

  /** With these receivers, though no route names them. */
  public AlertmanagerConfig knowing(Receiver... more) {
    return new AlertmanagerConfig(
        root, inhibitions, fields, append(spareReceivers, more), spareIntervals);
  }

  /** With these time intervals, though no route names them. */
  public AlertmanagerConfig knowing(TimeInterval... more) {
    return new AlertmanagerConfig(
        root, inhibitions, fields, spareReceivers, append(spareIntervals, more));
  }

  @SafeVarargs
  private static <T> List<T> append(List<T> some, T... more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** Sending mail by this server. */
  public AlertmanagerConfig mailingBy(MailServer server) {
    return withGlobal(server.fields());
  }

  /** With these fields of {@code global}, over those that it has. */
  public AlertmanagerConfig withGlobal(Global more) {
    return withGlobal(more.fields());
  }

  /** With any field of {@code global}, as Alertmanager names it. */
  public AlertmanagerConfig withGlobal(String field, Object value) {
    return withGlobal(Fields.NONE.with(field, value));
  }

  private AlertmanagerConfig withGlobal(Fields more) {
    Fields all = global();
    for (var field : more.asMap().entrySet()) {
      all = all.with(field.getKey(), field.getValue());
    }
    return with("global", all);
  }

  /**
   * With the templates in the files at these paths, as Alertmanager sees them; {@code *} stands for
   * any part of a name. Relative paths begin at the folder of {@code alertmanager.yml}.
   */
  public AlertmanagerConfig withTemplates(String... paths) {
    return with("templates", List.of(paths));
  }

  /** Sending traces of Alertmanager's own work; from Alertmanager 0.30 on. */
  public AlertmanagerConfig tracedBy(Tracing tracing) {
    return with("tracing", tracing.fields());
  }

  /** Recording what happens to alerts; from Alertmanager 0.33 on. */
  public AlertmanagerConfig recordedBy(EventRecorder recorder) {
    return with("event_recorder", recorder.fields());
  }

  /** With any other part of the file that is made of fields, as Alertmanager names it. */
  public AlertmanagerConfig with(String field, Object value) {
    return new AlertmanagerConfig(
        root, inhibitions, fields.with(field, value), spareReceivers, spareIntervals);
  }

  /** With another routing tree, as a rehearsal needs it. */
  public AlertmanagerConfig withRoot(Route other) {
    return new AlertmanagerConfig(other, inhibitions, fields, spareReceivers, spareIntervals);
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
    return fields.asMap().get("global") instanceof Fields global ? global : Fields.NONE;
  }

  /**
   * What the file says beside routes, inhibitions, time intervals and receivers: {@code global},
   * {@code templates}, {@code tracing}, {@code event_recorder}.
   */
  public Fields fields() {
    return fields;
  }

  /** The receivers that the routes name, each once, in the order in which they are met. */
  public List<Receiver> receivers() {
    Set<Receiver> all = new LinkedHashSet<>();
    root.all().forEach(route -> all.add(route.receiver()));
    all.addAll(spareReceivers);
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
    all.addAll(spareIntervals);
    return List.copyOf(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlertmanagerConfig
        && ((AlertmanagerConfig) other).root.equals(root)
        && ((AlertmanagerConfig) other).inhibitions.equals(inhibitions)
        && ((AlertmanagerConfig) other).fields.equals(fields)
        && ((AlertmanagerConfig) other).spareReceivers.equals(spareReceivers)
        && ((AlertmanagerConfig) other).spareIntervals.equals(spareIntervals);
  }

  @Override
  public int hashCode() {
    return Objects.hash(root, inhibitions, fields, spareReceivers, spareIntervals);
  }

  @Override
  public String toString() {
    return "alertmanager" + receivers();
  }
}
