package dev.tocsin.dsl.model;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.promql.Matcher;

/** How much an alert matters: the value of its {@code severity} label, on which routes decide. */
public final class Severity {
  /** Wake someone. */
  public static final Severity CRITICAL = new Severity("critical");

  /** Look at it in working hours. */
  public static final Severity WARNING = new Severity("warning");

  /** Worth knowing, without a need to act. */
  public static final Severity INFO = new Severity("info");

  /** Not a fault at all, such as a watchdog that always fires. */
  public static final Severity NONE = new Severity("none");

  private final String name;

  private Severity(String name) {
    this.name = name;
  }

  /**
   * A severity of the house's own.
   *
   * @throws IllegalArgumentException when the name is empty, which would mean no label at all
   */
  public static Severity severity(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("severity \"\" is empty: name it, or leave it out");
    }
    return new Severity(name);
  }

  /** The label's value. */
  public String name() {
    return name;
  }

  /** Matches alerts of this severity. */
  public Matcher matcher() {
    return Label.SEVERITY.is(name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Severity that && that.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
