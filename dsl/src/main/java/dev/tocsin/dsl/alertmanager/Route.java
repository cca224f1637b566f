package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.Severity;
import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.origin.Origin;
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
 * is {@link #continuing}. What a child leaves open it inherits from its parent.
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

  /** When a route tells and when not. */
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

  /** To this receiver; as the root of the tree, everything goes there that no child takes. */
  public static Route to(Receiver receiver) {
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

  /** The root of the tree; the same as {@link #to}, for reading. */
  public static Route route(Receiver receiver) {
    return to(receiver);
  }

  /** Only alerts for which all of these hold too. */
  public Route when(Matcher... matchers) {
    return withMatchers(append(this.matchers, matchers));
  }

  /** Only alerts of this severity. */
  public Route on(Severity severity) {
    return when(severity.matcher());
  }

  /** Only these alerts, by name. */
  public Route on(Alert... alerts) {
    return when(anyOf(Arrays.asList(alerts)));
  }

  static Matcher anyOf(List<Alert> alerts) {
    List<String> names = alerts.stream().map(Alert::name).distinct().collect(Collectors.toList());
    return names.size() == 1
        ? Label.ALERT_NAME.is(names.get(0))
        : Label.ALERT_NAME.matches(GoRegexp.anyOf(names));
  }

  /** One notification for all alerts that agree on these labels. */
  public Route groupedBy(Label... labels) {
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

  /** One notification for each alert: {@code group_by: [...]}. */
  public Route ungrouped() {
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

  /**
   * Waits this long for more alerts of a new group, and for inhibitions, before the first message.
   */
  public Route waiting(Duration groupWait) {
    return timed(Optional.of(groupWait), timing.groupInterval, timing.repeatInterval);
  }

  /** Tells of changes in a group at most this often; it rules how soon a resolve is told. */
  public Route updatedEvery(Duration groupInterval) {
    return timed(timing.groupWait, Optional.of(groupInterval), timing.repeatInterval);
  }

  /** Tells again of what still fires this often. */
  public Route repeatedEvery(Duration repeatInterval) {
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

  /** An alert that takes this route goes on to the routes behind it as well. */
  public Route continuing() {
    return new Route(receiver, matchers, grouping, timing, schedule, true, children, origin);
  }

  /**
   * Tells only during these times. What happens outside is not told later, a resolve neither: the
   * group is gone by then.
   */
  public Route during(TimeInterval... intervals) {
    return scheduled(append(schedule.active, intervals), schedule.muted);
  }

  /** Tells nothing during these times, nor later what happened then. */
  public Route exceptDuring(TimeInterval... intervals) {
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

  /** With these children behind those that it has. */
  public Route with(Route... children) {
    return withChildren(append(this.children, children));
  }

  /** With these children instead of those that it has. */
  public Route withChildren(List<Route> children) {
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

  public Receiver receiver() {
    return receiver;
  }

  /** What must hold for an alert to take this route; none for all. */
  public List<Matcher> matchers() {
    return matchers;
  }

  /** The labels that alerts of a group agree on; empty to inherit. */
  public Optional<List<Label>> groupBy() {
    return grouping.labels;
  }

  /** Whether each alert is a group of its own. */
  public boolean isUngrouped() {
    return grouping.all;
  }

  /** How long a new group waits; empty to inherit. */
  public Optional<Duration> groupWait() {
    return timing.groupWait;
  }

  /** How often changes are told; empty to inherit. */
  public Optional<Duration> groupInterval() {
    return timing.groupInterval;
  }

  /** How often it is told again; empty to inherit. */
  public Optional<Duration> repeatInterval() {
    return timing.repeatInterval;
  }

  /** Whether an alert goes on to the routes behind this one. */
  public boolean isContinuing() {
    return continues;
  }

  /** The times during which it tells; none for always. */
  public List<TimeInterval> active() {
    return schedule.active;
  }

  /** The times during which it does not tell. */
  public List<TimeInterval> muted() {
    return schedule.muted;
  }

  public List<Route> children() {
    return children;
  }

  /** The line that defined it; no part of equality. */
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
    return other instanceof Route
        && ((Route) other).receiver.equals(receiver)
        && ((Route) other).matchers.equals(matchers)
        && ((Route) other).grouping.equals(grouping)
        && ((Route) other).timing.equals(timing)
        && ((Route) other).schedule.equals(schedule)
        && ((Route) other).continues == continues
        && ((Route) other).children.equals(children);
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
