package dev.tocsin.dsl.model;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.origin.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Rules that Prometheus evaluates together, one after the other, at the same instant. */
public final class RuleGroup {
  private final String name;
  private final Optional<Duration> interval;
  private final Optional<Duration> queryOffset;
  private final long limit;
  private final Map<String, String> labels;
  private final List<Rule> rules;
  private final Origin origin;

  private RuleGroup(
      String name,
      Optional<Duration> interval,
      Optional<Duration> queryOffset,
      long limit,
      Map<String, String> labels,
      List<Rule> rules,
      Origin origin) {
    this.name = name;
    this.interval = interval;
    this.queryOffset = queryOffset;
    this.limit = limit;
    this.labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    this.rules = List.copyOf(rules);
    this.origin = origin;
  }

  /** A group of this name, unique in its file. */
  public static RuleGroup group(String name, Rule... rules) {
    return new RuleGroup(
        name,
        Optional.empty(),
        Optional.empty(),
        0,
        Map.of(),
        Arrays.asList(rules),
        Origin.caller());
  }

  /** Evaluated this often, instead of at the server's own interval. */
  public RuleGroup interval(Duration period) {
    return new RuleGroup(name, Optional.of(period), queryOffset, limit, labels, rules, origin);
  }

  /** Evaluated as of this long ago, for samples that come late; from Prometheus 2.53 on. */
  public RuleGroup queryOffset(Duration offset) {
    return new RuleGroup(name, interval, Optional.of(offset), limit, labels, rules, origin);
  }

  /** A rule that makes more series or alerts than this makes none, and fails; 0 is no limit. */
  public RuleGroup limit(long most) {
    return new RuleGroup(name, interval, queryOffset, most, labels, rules, origin);
  }

  /** With a label for all its rules that do not set it themselves; from Prometheus 3.0 on. */
  public RuleGroup label(Label label, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(label.name(), value);
    return new RuleGroup(name, interval, queryOffset, limit, more, rules, origin);
  }

  /** With these rules behind those that it has. */
  public RuleGroup with(Rule... more) {
    List<Rule> all = new ArrayList<>(rules);
    all.addAll(Arrays.asList(more));
    return new RuleGroup(name, interval, queryOffset, limit, labels, all, origin);
  }

  /** With these rules instead of those that it has. */
  public RuleGroup withRules(List<? extends Rule> others) {
    return new RuleGroup(
        name, interval, queryOffset, limit, labels, new ArrayList<>(others), origin);
  }

  public String name() {
    return name;
  }

  /** How often it is evaluated; empty for the server's own interval. */
  public Optional<Duration> interval() {
    return interval;
  }

  /** How long ago it looks; empty for the server's own offset. */
  public Optional<Duration> queryOffset() {
    return queryOffset;
  }

  /** How many series or alerts a rule may make; 0 for any number. */
  public long limit() {
    return limit;
  }

  /** The labels that all its rules get, sorted by name. */
  public Map<String, String> labels() {
    return labels;
  }

  public List<Rule> rules() {
    return rules;
  }

  /** The line that defined it; not part of equality. */
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RuleGroup that
        && that.name.equals(name)
        && that.interval.equals(interval)
        && that.queryOffset.equals(queryOffset)
        && that.limit == limit
        && that.labels.equals(labels)
        && that.rules.equals(rules);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, interval, queryOffset, limit, labels, rules);
  }

  @Override
  public String toString() {
    return name;
  }
}
