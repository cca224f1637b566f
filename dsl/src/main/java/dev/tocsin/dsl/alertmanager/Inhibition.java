package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.origin.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * While one alert fires, others are not told: an <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#inhibit_rule">inhibition</a>.
 *
 * <pre>{@code
 * whileFiring(VERY_HIGH_TTFT).mute(HIGH_TTFT).sharing(JOB, INSTANCE, MODEL)
 * }</pre>
 *
 * <p>Source and target must agree on the shared labels. A label that both lack counts as agreed.
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

  /** While any of these alerts fires. */
  public static NeedsTarget whileFiring(Alert... alerts) {
    return new NeedsTarget(List.of(Route.anyOf(Arrays.asList(alerts))), Origin.caller());
  }

  /** While any alert for which all of these hold fires. */
  public static NeedsTarget whileFiring(Matcher... matchers) {
    return new NeedsTarget(Arrays.asList(matchers), Origin.caller());
  }

  /** Called so in Alertmanager's metrics; from Alertmanager 0.30 on. */
  public Inhibition called(String newName) {
    return new Inhibition(source, target, equal, newName, origin);
  }

  /** What it is called in Alertmanager's metrics; empty when it has no name. */
  public String name() {
    return name;
  }

  /** What must hold for the alert that mutes. */
  public List<Matcher> source() {
    return source;
  }

  /** What must hold for the alert that is muted. */
  public List<Matcher> target() {
    return target;
  }

  /** The labels on which both must agree. */
  public List<Label> equal() {
    return equal;
  }

  /** The line that defined it; no part of equality. */
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Inhibition
        && ((Inhibition) other).source.equals(source)
        && ((Inhibition) other).target.equals(target)
        && ((Inhibition) other).equal.equals(equal)
        && ((Inhibition) other).name.equals(name);
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

  /** An inhibition that lacks what it mutes. */
  public static final class NeedsTarget {
    private final List<Matcher> source;
    private final Origin origin;

    private NeedsTarget(List<Matcher> source, Origin origin) {
      this.source = List.copyOf(source);
      this.origin = origin;
    }

    /** Only while the firing alert matches these as well. */
    public NeedsTarget having(Matcher... matchers) {
      List<Matcher> all = new ArrayList<>(source);
      all.addAll(Arrays.asList(matchers));
      return new NeedsTarget(all, origin);
    }

    /** Mutes these alerts. */
    public NeedsLabels mute(Alert... alerts) {
      return mute(Route.anyOf(Arrays.asList(alerts)));
    }

    /** Mutes the alerts for which all of these hold. */
    public NeedsLabels mute(Matcher... matchers) {
      List<Matcher> target = Arrays.asList(matchers);
      return labels -> new Inhibition(source, target, Arrays.asList(labels), "", origin);
    }
  }

  /** An inhibition that lacks the labels on which both alerts must agree. */
  @FunctionalInterface
  public interface NeedsLabels {
    /** Mutes only alerts that agree with the firing one on these labels. */
    Inhibition sharing(Label... labels);
  }
}
