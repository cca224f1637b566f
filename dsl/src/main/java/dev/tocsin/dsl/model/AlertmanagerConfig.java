package dev.tocsin.dsl.model;

import dev.tocsin.dsl.alertmanager.EventRecorder;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Global;
import dev.tocsin.dsl.alertmanager.MailServer;
import dev.tocsin.dsl.alertmanager.Tracing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * All of {@code alertmanager.yml}. Receivers and time intervals are those that its routes name, and
 * {@linkplain #receivers(Receiver...) others} that one wants kept.
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

  /** {@code inhibit_rules}: adds inhibitions. */
  public AlertmanagerConfig inhibitRules(Inhibition... more) {
    return new AlertmanagerConfig(
        root, append(inhibitions, more), fields, spareReceivers, spareIntervals);
  }

  /** {@code receivers}: adds receivers that no route uses. */
  public AlertmanagerConfig receivers(Receiver... more) {
    return new AlertmanagerConfig(
        root, inhibitions, fields, append(spareReceivers, more), spareIntervals);
  }

  /** {@code time_intervals}: adds time intervals that no route uses. */
  public AlertmanagerConfig timeIntervals(TimeInterval... more) {
    return new AlertmanagerConfig(
        root, inhibitions, fields, spareReceivers, append(spareIntervals, more));
  }

  @SafeVarargs
  private static <T> List<T> append(List<T> some, T... more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** The {@code smtp_} fields of {@code global}: the mail server. */
  public AlertmanagerConfig smtp(MailServer server) {
    return global(server.fields());
  }

  /** Adds fields of {@code global}. */
  public AlertmanagerConfig global(Global more) {
    return global(more.fields());
  }

  /** Adds any field of {@code global} by its key. */
  public AlertmanagerConfig global(String field, Object value) {
    return global(Fields.NONE.with(field, value));
  }

  private AlertmanagerConfig global(Fields more) {
    Fields all = global();
    for (var field : more.asMap().entrySet()) {
      all = all.with(field.getKey(), field.getValue());
    }
    return with("global", all);
  }

  /**
   * {@code templates}: paths of template files, relative to the folder of {@code alertmanager.yml};
   * the last part may have wildcards.
   */
  public AlertmanagerConfig templates(String... paths) {
    return with("templates", List.of(paths));
  }

  /** {@code tracing} (Alertmanager 0.30 or newer). */
  public AlertmanagerConfig tracing(Tracing tracing) {
    return with("tracing", tracing.fields());
  }

  /** {@code event_recorder} (Alertmanager 0.33 or newer). */
  public AlertmanagerConfig eventRecorder(EventRecorder recorder) {
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

  /** {@code inhibit_rules}. */
  public List<Inhibition> inhibitRules() {
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
              all.addAll(route.activeTimeIntervals());
              all.addAll(route.muteTimeIntervals());
            });
    all.addAll(spareIntervals);
    return List.copyOf(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlertmanagerConfig config
        && config.root.equals(root)
        && config.inhibitions.equals(inhibitions)
        && config.fields.equals(fields)
        && config.spareReceivers.equals(spareReceivers)
        && config.spareIntervals.equals(spareIntervals);
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
