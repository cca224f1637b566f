package dev.tocsin.dsl.model;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.routing.InhibitionRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * While one alert fires, no notifications of others are sent: an <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule">inhibition</a>.
 *
 * <pre>{@code
 * inhibit(HIGH_TTFT).whileFiring(VERY_HIGH_TTFT).equal(JOB, INSTANCE, MODEL)
 * }</pre>
 *
 * <p>Source and target must have equal values of the labels in {@code equal}; a label missing on
 * both sides counts as equal.
 */
public final class Inhibition {
  private final List<Matcher> source;
  private final List<Matcher> target;
  private final List<Label> equal;
  private final String name;
  private final Origin origin;

  private Inhibition(
      List<Matcher> source, List<Matcher> target, List<Label> equal, String name, Origin origin) {
    this.source = List.copyOf(source);
    this.target = List.copyOf(target);
    this.equal = List.copyOf(equal);
    this.name = name;
    this.origin = origin;
  }

  /** Starts an inhibition that mutes these alerts. */
  public static NeedsSource inhibit(Alert... alerts) {
    return new NeedsSource(List.of(Route.anyOf(Arrays.asList(alerts))), Origin.caller());
  }

  /** {@code target_matchers}: starts an inhibition that mutes alerts that match all of these. */
  public static NeedsSource inhibit(Matcher... matchers) {
    return new NeedsSource(Arrays.asList(matchers), Origin.caller());
  }

  /** {@code name}: its name in Alertmanager's metrics (Alertmanager 0.30 or newer). */
  public Inhibition name(String newName) {
    return new Inhibition(source, target, equal, newName, origin);
  }

  /** Its name in Alertmanager's metrics; empty when it has none. */
  public String name() {
    return name;
  }

  /** {@code source_matchers}: what the alert that mutes must match. */
  public List<Matcher> source() {
    return source;
  }

  /** {@code target_matchers}: what the alert that is muted must match. */
  public List<Matcher> target() {
    return target;
  }

  /** {@code equal}: the labels that must have equal values in both. */
  public List<Label> equal() {
    return equal;
  }

  /** What it means: which alerts mute which. */
  public InhibitionRule rule() {
    return new InhibitionRule(name, source, target, equal.stream().map(Label::name).toList());
  }

  /** The line that defined it; not part of equality. */
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Inhibition inhibition
        && inhibition.source.equals(source)
        && inhibition.target.equals(target)
        && inhibition.equal.equals(equal)
        && inhibition.name.equals(name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, target, equal, name);
  }

  @Override
  public String toString() {
    return Route.text(source)
        + " mutes "
        + Route.text(target)
        + (equal.isEmpty()
            ? ""
            : ", equal: " + String.join(", ", equal.stream().map(Label::name).toList()));
  }

  /** An inhibition that lacks the alerts that mute. */
  public static final class NeedsSource {
    private final List<Matcher> target;
    private final Origin origin;

    private NeedsSource(List<Matcher> target, Origin origin) {
      this.target = List.copyOf(target);
      this.origin = origin;
    }

    /** While any of these alerts fires. */
    public NeedsEqual whileFiring(Alert... alerts) {
      return whileFiring(Route.anyOf(Arrays.asList(alerts)));
    }

    /** {@code source_matchers}: while an alert that matches all of these fires. */
    public NeedsEqual whileFiring(Matcher... matchers) {
      return new NeedsEqual(Arrays.asList(matchers), target, origin);
    }
  }

  /** An inhibition that lacks the labels that must have equal values. */
  public static final class NeedsEqual {
    private final List<Matcher> source;
    private final List<Matcher> target;
    private final Origin origin;

    private NeedsEqual(List<Matcher> source, List<Matcher> target, Origin origin) {
      this.source = List.copyOf(source);
      this.target = target;
      this.origin = origin;
    }

    /** Only while the firing alert matches these as well. */
    public NeedsEqual having(Matcher... matchers) {
      List<Matcher> all = new ArrayList<>(source);
      all.addAll(Arrays.asList(matchers));
      return new NeedsEqual(all, target, origin);
    }

    /**
     * {@code equal}: the labels that must have equal values in both alerts; a label missing on both
     * sides counts as equal. None for any.
     */
    public Inhibition equal(Label... labels) {
      return new Inhibition(source, target, Arrays.asList(labels), "", origin);
    }
  }
}
