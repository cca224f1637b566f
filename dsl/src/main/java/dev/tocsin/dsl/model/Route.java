package dev.tocsin.dsl.model;

import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A node of the <a href="https://prometheus.io/docs/alerting/latest/configuration/#route">routing
 * tree</a>: which alerts go to which receiver, how they are grouped, and how often they are
 * repeated. An alert takes the first child that matches, and goes on to the next only past one that
 * is {@link #continueMatching}. What a child leaves open it inherits from its parent.
 */
public final class Route {
  private final Receiver receiver;
  private final List<Matcher> matchers;
  private final Grouping grouping;
  private final Timing timing;
  private final Schedule schedule;
  private final boolean continues;
  private final List<Route> children;
  private final Origin origin;

  /** {@code group_by}; no labels to inherit, {@code all} for {@code [...]}. */
  private record Grouping(Optional<List<Label>> labels, boolean all) {}

  /** The times of a route; empty ones are inherited. */
  private record Timing(
      Optional<Duration> groupWait,
      Optional<Duration> groupInterval,
      Optional<Duration> repeatInterval) {}

  /** When a route notifies and when not. */
  private record Schedule(List<TimeInterval> active, List<TimeInterval> muted) {}

  private Route(
      Receiver receiver,
      List<Matcher> matchers,
      Grouping grouping,
      Timing timing,
      Schedule schedule,
      boolean continues,
      List<Route> children,
      Origin origin) {
    this.receiver = receiver;
    this.matchers = matchers;
    this.grouping = grouping;
    this.timing = timing;
    this.schedule = schedule;
    this.continues = continues;
    this.children = children;
    this.origin = origin;
  }

  /** A route to this receiver; the root of the tree takes every alert that no child takes. */
  public static Route route(Receiver receiver) {
    return new Route(
        receiver,
        List.of(),
        new Grouping(Optional.empty(), false),
        new Timing(Optional.empty(), Optional.empty(), Optional.empty()),
        new Schedule(List.of(), List.of()),
        false,
        List.of(),
        Origin.caller());
  }

  /** {@code matchers}: only alerts that match all of these too. */
  public Route matchers(Matcher... matchers) {
    return withMatchers(append(this.matchers, matchers));
  }

  /** Only alerts of this severity. */
  public Route matchers(Severity severity) {
    return matchers(severity.matcher());
  }

  /** Only these alerts. */
  public Route matchers(Alert... alerts) {
    return matchers(anyOf(Arrays.asList(alerts)));
  }

  static Matcher anyOf(List<Alert> alerts) {
    List<String> names = alerts.stream().map(Alert::name).distinct().collect(Collectors.toList());
    return names.size() == 1
        ? Label.ALERTNAME.is(names.get(0))
        : Label.ALERTNAME.matches(GoRegexp.anyOf(names));
  }

  /** {@code group_by}: one group for each set of values of these labels. */
  public Route groupBy(Label... labels) {
    return new Route(
        receiver,
        matchers,
        new Grouping(Optional.of(List.of(labels)), false),
        timing,
        schedule,
        continues,
        children,
        origin);
  }

  /** {@code group_by: [...]}: by all labels, so that each alert is a group of its own. */
  public Route groupByAll() {
    return new Route(
        receiver,
        matchers,
        new Grouping(Optional.of(List.of()), true),
        timing,
        schedule,
        continues,
        children,
        origin);
  }

  /** {@code group_wait}: how long a new group waits before its first notification. */
  public Route groupWait(Duration groupWait) {
    return timed(Optional.of(groupWait), timing.groupInterval, timing.repeatInterval);
  }

  /** {@code group_interval}: how long until changes of a group, resolved alerts too, are sent. */
  public Route groupInterval(Duration groupInterval) {
    return timed(timing.groupWait, Optional.of(groupInterval), timing.repeatInterval);
  }

  /** {@code repeat_interval}: how often a notification of alerts that still fire is sent again. */
  public Route repeatInterval(Duration repeatInterval) {
    return timed(timing.groupWait, timing.groupInterval, Optional.of(repeatInterval));
  }

  /** The same route with other times, as a rehearsal needs it; empty ones are inherited. */
  public Route timed(
      Optional<Duration> groupWait,
      Optional<Duration> groupInterval,
      Optional<Duration> repeatInterval) {
    return new Route(
        receiver,
        matchers,
        grouping,
        new Timing(groupWait, groupInterval, repeatInterval),
        schedule,
        continues,
        children,
        origin);
  }

  /** {@code continue: true}: alerts that match are matched against the routes that follow, too. */
  public Route continueMatching() {
    return new Route(receiver, matchers, grouping, timing, schedule, true, children, origin);
  }

  /**
   * {@code active_time_intervals}: notifies only during these. What happens at other times is not
   * sent later, resolved notifications neither.
   */
  public Route activeTimeIntervals(TimeInterval... intervals) {
    return scheduled(append(schedule.active, intervals), schedule.muted);
  }

  /** {@code mute_time_intervals}: does not notify during these, nor later of what happened then. */
  public Route muteTimeIntervals(TimeInterval... intervals) {
    return scheduled(schedule.active, append(schedule.muted, intervals));
  }

  /** The same route, active and muted at other times, as a rehearsal needs it. */
  public Route scheduled(List<TimeInterval> active, List<TimeInterval> muted) {
    return new Route(
        receiver,
        matchers,
        grouping,
        timing,
        new Schedule(List.copyOf(active), List.copyOf(muted)),
        continues,
        children,
        origin);
  }

  /** {@code routes}: adds child routes behind those that it has. */
  public Route routes(Route... children) {
    return withRoutes(append(this.children, children));
  }

  /** With these children instead of those that it has. */
  public Route withRoutes(List<Route> children) {
    return new Route(
        receiver, matchers, grouping, timing, schedule, continues, List.copyOf(children), origin);
  }

  /** To another receiver, as a rehearsal needs it. */
  public Route withReceiver(Receiver receiver) {
    return new Route(receiver, matchers, grouping, timing, schedule, continues, children, origin);
  }

  private Route withMatchers(List<Matcher> matchers) {
    return new Route(receiver, matchers, grouping, timing, schedule, continues, children, origin);
  }

  @SafeVarargs
  private static <T> List<T> append(List<T> some, T... more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(Arrays.asList(more));
    return List.copyOf(all);
  }

  /** The receiver of alerts that no child takes. */
  public Receiver receiver() {
    return receiver;
  }

  /** What an alert must match; none for all alerts. */
  public List<Matcher> matchers() {
    return matchers;
  }

  /** The labels that alerts of a group agree on; empty to inherit. */
  public Optional<List<Label>> groupBy() {
    return grouping.labels;
  }

  /** Whether it groups by all labels. */
  public boolean groupsByAll() {
    return grouping.all;
  }

  /** How long a new group waits; empty to inherit. */
  public Optional<Duration> groupWait() {
    return timing.groupWait;
  }

  /** How long until changes of a group are sent; empty to inherit. */
  public Optional<Duration> groupInterval() {
    return timing.groupInterval;
  }

  /** How often a notification is sent again; empty to inherit. */
  public Optional<Duration> repeatInterval() {
    return timing.repeatInterval;
  }

  /** Whether alerts that match are matched against the routes that follow, too. */
  public boolean continues() {
    return continues;
  }

  /** The time intervals during which it notifies; none for always. */
  public List<TimeInterval> activeTimeIntervals() {
    return schedule.active;
  }

  /** The time intervals during which it does not notify. */
  public List<TimeInterval> muteTimeIntervals() {
    return schedule.muted;
  }

  /** The child routes, in the order in which alerts are matched against them. */
  public List<Route> routes() {
    return children;
  }

  /** The line that defined it; not part of equality. */
  public Origin origin() {
    return origin;
  }

  /** This route and all below it, parents before children, in their order. */
  public List<Route> all() {
    List<Route> all = new ArrayList<>();
    all.add(this);
    children.forEach(child -> all.addAll(child.all()));
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Route route
        && route.receiver.equals(receiver)
        && route.matchers.equals(matchers)
        && route.grouping.equals(grouping)
        && route.timing.equals(timing)
        && route.schedule.equals(schedule)
        && route.continues == continues
        && route.children.equals(children);
  }

  @Override
  public int hashCode() {
    return Objects.hash(receiver, matchers, grouping, timing, schedule, continues, children);
  }

  /** Matchers as Alertmanager writes them: {@code {team="llm",severity="critical"}}. */
  static String text(List<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public String toString() {
    return (matchers.isEmpty() ? "" : text(matchers) + " ") + "to " + receiver;
  }
}
