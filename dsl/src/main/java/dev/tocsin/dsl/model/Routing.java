package dev.tocsin.dsl.model;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.metric.Matcher;
import dev.tocsin.dsl.routing.AlertMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which routes an alert takes, as Alertmanager's <a
 * href="https://github.com/prometheus/alertmanager/blob/main/dispatch/route.go">dispatcher</a>
 * decides it: depth first, the first child that matches, and on past those that continue.
 */
public final class Routing {
  /** Alertmanager's own times, where no route on the way says otherwise. */
  private static final Times DEFAULTS =
      new Times(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(4));

  private Routing() {}

  /**
   * A route that an alert ends in, with what it inherits from those above it.
   *
   * @param groupWait how long a new group waits before its first notification
   * @param groupInterval how often changes are told
   * @param repeatInterval how often it is told again
   * @param groupBy the labels that alerts of a group agree on: all of the alert's, where each is a
   *     group of its own
   */
  public record Destination(
      Route route,
      Duration groupWait,
      Duration groupInterval,
      Duration repeatInterval,
      List<Label> groupBy) {}

  private record Times(Duration groupWait, Duration groupInterval, Duration repeatInterval) {
    Times under(Route route) {
      return new Times(
          route.groupWait().orElse(groupWait),
          route.groupInterval().orElse(groupInterval),
          route.repeatInterval().orElse(repeatInterval));
    }
  }

  /** Where an alert with these labels ends, in the order of the tree; never empty. */
  public static List<Destination> of(Route root, Map<String, String> labels) {
    List<Destination> found = new ArrayList<>();
    walk(root, labels, DEFAULTS, List.of(), found);
    return List.copyOf(found);
  }

  private static void walk(
      Route route,
      Map<String, String> labels,
      Times inherited,
      List<Label> inheritedGroupBy,
      List<Destination> found) {
    Times times = inherited.under(route);
    List<Label> groupBy =
        route.groupsByAll()
            ? labels.keySet().stream().sorted().map(Label::label).toList()
            : route.groupBy().orElse(inheritedGroupBy);
    boolean taken = false;
    for (Route child : route.routes()) {
      if (matches(child.matchers(), labels)) {
        walk(child, labels, times, groupBy, found);
        taken = true;
        if (!child.continues()) {
          break;
        }
      }
    }
    if (!taken) {
      found.add(
          new Destination(
              route, times.groupWait(), times.groupInterval(), times.repeatInterval(), groupBy));
    }
  }

  /**
   * Whether all matchers hold for these labels; a label that is missing is "".
   *
   * @throws IllegalArgumentException when one is a regular expression that Alertmanager refuses
   */
  public static boolean matches(List<Matcher> matchers, Map<String, String> labels) {
    return matchers.stream().allMatch(matcher -> matches(matcher, labels));
  }

  private static boolean matches(Matcher matcher, Map<String, String> labels) {
    return AlertMatcher.of(matcher.label().name(), matcher.op(), matcher.value()).matches(labels);
  }
}
