package dev.tocsin.dsl;

import dev.tocsin.dsl.origin.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Rules that Prometheus evaluates together, one after the other, at the same instant. */
public final class RuleGroup {
  private final String name;
  private final Optional<Duration> interval;
  private final List<Rule> rules;
  private final Origin origin;

  private RuleGroup(String name, Optional<Duration> interval, List<Rule> rules, Origin origin) {
    this.name = name;
    this.interval = interval;
    this.rules = List.copyOf(rules);
    this.origin = origin;
  }

  /** A group of this name, unique in its file. */
  public static RuleGroup group(String name, Rule... rules) {
    return new RuleGroup(name, Optional.empty(), Arrays.asList(rules), Origin.caller());
  }

  /** Evaluated this often, instead of at the server's own interval. */
  public RuleGroup every(Duration period) {
    return new RuleGroup(name, Optional.of(period), rules, origin);
  }

  /** With these rules behind those that it has. */
  public RuleGroup with(Rule... more) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(Arrays.asList(more));
    return new RuleGroup(name, interval, all, origin);
  }

  /** With these rules instead of those that it has. */
  public RuleGroup withRules(List<? extends Rule> others) {
    return new RuleGroup(name, interval, new ArrayList<>(others), origin);
  }

  public String name() {
    return name;
  }

  /** How often it is evaluated; empty for the server's own interval. */
  public Optional<Duration> interval() {
    return interval;
  }

  public List<Rule> rules() {
    return rules;
  }

  /** The line that defined it; no part of equality. */
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuleGroup
        && ((RuleGroup) other).name.equals(name)
        && ((RuleGroup) other).interval.equals(interval)
        && ((RuleGroup) other).rules.equals(rules);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, interval, rules);
  }

  @Override
  public String toString() {
    return name;
  }
}
