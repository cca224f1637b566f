package dev.tocsin.dsl.model;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.routing.RouteSpec;
import dev.tocsin.dsl.routing.RoutingTree;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which routes written in Java an alert takes, as {@link RoutingTree} decides it. */
public final class Routing {
  private final Map<RouteSpec, Route> routes = new IdentityHashMap<>();
  private final RoutingTree tree;

  private Routing(Route root) {
    // A root with matchers is refused by Alertmanager, and by a check of its own.
    this.tree = RoutingTree.of(spec(root, List.of()));
  }

  /**
   * A route to whose receiver an alert is routed, with what it inherits from those above it.
   *
   * @param groupWait how long a new group waits before its first notification
   * @param groupInterval how long until changes of a group are sent
   * @param repeatInterval how often a notification is sent again
   * @param groupBy the labels that alerts of a group agree on: all of the alert's, where each is a
   *     group of its own
   */
  public record Destination(
      Route route,
      Duration groupWait,
      Duration groupInterval,
      Duration repeatInterval,
      List<Label> groupBy) {}

  /**
   * Where an alert with these labels is routed, in the order of the tree; never empty.
   *
   * @throws IllegalArgumentException when a matcher is a regular expression that Go refuses
   */
  public static List<Destination> of(Route root, Map<String, String> labels) {
    Routing routing = new Routing(root);
    return routing.tree.match(labels).stream().map(it -> routing.destination(it, labels)).toList();
  }

  private Destination destination(RoutingTree.Node node, Map<String, String> labels) {
    return new Destination(
        Objects.requireNonNull(routes.get(node.spec())),
        node.groupWait(),
        node.groupInterval(),
        node.repeatInterval(),
        (node.groupByAll() ? labels.keySet().stream().sorted() : node.groupBy().stream())
            .map(Label::label)
            .toList());
  }

  private RouteSpec spec(Route route, List<Matcher> matchers) {
    RouteSpec spec =
        new RouteSpec(
            Optional.of(route.receiver().name()),
            matchers,
            route.groupsByAll()
                ? Optional.of(List.of(RoutingTree.ALL_LABELS))
                : route.groupBy().map(labels -> labels.stream().map(Label::name).toList()),
            route.groupWait(),
            route.groupInterval(),
            route.repeatInterval(),
            names(route.muteTimeIntervals()),
            names(route.activeTimeIntervals()),
            route.continues(),
            route.routes().stream().map(child -> spec(child, child.matchers())).toList());
    routes.put(spec, route);
    return spec;
  }

  private static List<String> names(List<TimeInterval> intervals) {
    return intervals.stream().map(TimeInterval::name).toList();
  }
}
