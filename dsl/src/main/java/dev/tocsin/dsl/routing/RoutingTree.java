package dev.tocsin.dsl.routing;

import dev.tocsin.dsl.go.GoString;
import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which routes an alert takes and with which settings, after Alertmanager's <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/dispatch/route.go">dispatcher</a>:
 * depth first; the first child that matches, and on to the next past those that continue; a route
 * none of whose children takes the alert takes it itself.
 */
public final class RoutingTree {
  /** The label name in {@code group_by} that stands for all labels. */
  public static final String ALL_LABELS = "...";

  private static final Duration GROUP_WAIT = Duration.ofSeconds(30);
  private static final Duration GROUP_INTERVAL = Duration.ofMinutes(5);
  private static final Duration REPEAT_INTERVAL = Duration.ofHours(4);

  private final Node root;

  private RoutingTree(Node root) {
    this.root = root;
  }

  /** The tree below this root. */
  public static RoutingTree of(RouteSpec root) {
    return new RoutingTree(new Node(root, Optional.empty(), 0));
  }

  /** The root, which takes every alert. */
  public Node root() {
    return root;
  }

  /** The routes that an alert with these labels ends in, in the tree's order; never empty. */
  public List<Node> match(Map<String, String> labels) {
    List<Node> found = new ArrayList<>();
    if (Matcher.allMatch(root.matchers, labels)) {
      root.match(labels, found);
    }
    return found;
  }

  /** Every decision on an alert's way through the tree, in the order in which they are made. */
  public List<Visit> explain(Map<String, String> labels) {
    List<Visit> visits = new ArrayList<>();
    root.explain(labels, 0, visits);
    return visits;
  }

  /** What became of an alert at a route. */
  public enum Outcome {
    /** A matcher does not hold; the routes below were not asked. */
    REFUSED,
    /** It took the route, and one below it in the end. */
    PASSED_ON,
    /** It ended here. */
    TAKEN
  }

  /**
   * One decision.
   *
   * @param node the route that was asked
   * @param depth how far below the root it is
   * @param outcome what became of the alert there
   * @param deciding the first matcher that does not hold, where it was refused
   */
  public record Visit(Node node, int depth, Outcome outcome, Optional<Matcher> deciding) {}

  /** A route with all that it inherits. */
  public static final class Node {
    private final Optional<Node> parent;
    private final int place;
    private final String receiver;
    private final List<Matcher> matchers;
    private final List<Matcher> cheapFirst;
    private final SortedSet<String> groupBy;
    private final boolean groupByAll;
    private final Duration groupWait;
    private final Duration groupInterval;
    private final Duration repeatInterval;
    private final RouteSpec spec;
    private final List<Node> children = new ArrayList<>();
    private final ChildIndex index;

    private Node(RouteSpec spec, Optional<Node> parent, int place) {
      this.spec = spec;
      this.parent = parent;
      this.place = place;
      receiver = spec.receiver().or(() -> parent.map(node -> node.receiver)).orElse("");
      matchers = spec.matchers().stream().sorted().toList();
      cheapFirst = matchers.stream().sorted(Comparator.comparing(Matcher::isRegex)).toList();
      // [...] alone leaves the inherited labels in place beneath it; any list, even an empty one,
      // ends an inherited [...].
      boolean all = spec.groupBy().filter(names -> names.contains(ALL_LABELS)).isPresent();
      boolean own = spec.groupBy().isPresent() && !all;
      groupByAll = all || !own && parent.map(node -> node.groupByAll).orElse(false);
      groupBy =
          own
              ? sorted(spec.groupBy().orElseThrow())
              : parent.map(node -> node.groupBy).orElseGet(() -> sorted(List.of()));
      groupWait = spec.groupWait().or(() -> parent.map(node -> node.groupWait)).orElse(GROUP_WAIT);
      groupInterval =
          spec.groupInterval()
              .or(() -> parent.map(node -> node.groupInterval))
              .orElse(GROUP_INTERVAL);
      repeatInterval =
          spec.repeatInterval()
              .or(() -> parent.map(node -> node.repeatInterval))
              .orElse(REPEAT_INTERVAL);
      for (RouteSpec child : spec.children()) {
        children.add(new Node(child, Optional.of(this), children.size()));
      }
      index = new ChildIndex(children.stream().map(node -> node.matchers).toList());
    }

    private static SortedSet<String> sorted(List<String> names) {
      SortedSet<String> all = new TreeSet<>(GoString::compare);
      all.addAll(names);
      return all;
    }

    /** The receiver's name, its own or inherited. */
    public String receiver() {
      return receiver;
    }

    /** What must hold for an alert to take it, sorted as Alertmanager sorts; none at the root. */
    public List<Matcher> matchers() {
      return matchers;
    }

    /**
     * The labels that alerts of a group agree on, sorted; of no effect with {@link #groupByAll}.
     */
    public SortedSet<String> groupBy() {
      return Collections.unmodifiableSortedSet(groupBy);
    }

    /** Whether alerts of a group agree on all labels: {@code group_by: [...]}. */
    public boolean groupByAll() {
      return groupByAll;
    }

    /** How long a new group waits before its first notification. */
    public Duration groupWait() {
      return groupWait;
    }

    /** How long until changes of a group are sent. */
    public Duration groupInterval() {
      return groupInterval;
    }

    /** How often a notification is sent again. */
    public Duration repeatInterval() {
      return repeatInterval;
    }

    /** Whether an alert goes on to the routes behind it. */
    public boolean continues() {
      return spec.continues();
    }

    /** The route as it is written. */
    public RouteSpec spec() {
      return spec;
    }

    /** The route above it; empty for the root. */
    public Optional<Node> parent() {
      return parent;
    }

    /** The routes below it. */
    public List<Node> children() {
      return List.copyOf(children);
    }

    /**
     * The matchers on the way to it, such as {@code {}/{team="x"}}: the first part of a group's
     * key. Routes with the same matchers share it.
     */
    public String key() {
      return parent.map(node -> node.key() + "/").orElse("") + Matcher.toString(matchers);
    }

    /** As {@link #key}, with its place among its siblings, so that it is the only one. */
    public String id() {
      return parent
          .map(node -> node.id() + "/" + Matcher.toString(matchers) + "/" + place)
          .orElseGet(() -> Matcher.toString(matchers));
    }

    /** The labels of the group that an alert belongs to here. */
    public Map<String, String> groupLabels(Map<String, String> labels) {
      Map<String, String> group = new TreeMap<>(GoString::compare);
      labels.forEach(
          (name, value) -> {
            if (groupByAll || groupBy.contains(name)) {
              group.put(name, value);
            }
          });
      return group;
    }

    /** The key of the group that an alert belongs to here, as webhooks get it. */
    public String groupKey(Map<String, String> labels) {
      return key()
          + ":"
          + groupLabels(labels).entrySet().stream()
              .map(label -> label.getKey() + "=" + GoString.quote(label.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    }

    /**
     * Whether it notifies at this instant: outside all of its mute intervals, and inside one of its
     * active ones if it has any.
     *
     * @throws IllegalArgumentException when it names an interval that is not among these
     */
    public boolean tellsAt(Instant time, Map<String, List<TimeSpec>> intervals) {
      boolean muted = spec.muted().stream().anyMatch(name -> holds(name, time, intervals));
      boolean active =
          spec.active().isEmpty()
              || spec.active().stream().anyMatch(name -> holds(name, time, intervals));
      return !muted && active;
    }

    private static boolean holds(String name, Instant time, Map<String, List<TimeSpec>> intervals) {
      List<TimeSpec> interval = intervals.get(name);
      if (interval == null) {
        throw new IllegalArgumentException(
            "time interval \"" + name + "\" is not defined: define it in time_intervals");
      }
      return interval.stream().anyMatch(spec -> spec.contains(time));
    }

    private void match(Map<String, String> labels, List<Node> found) {
      boolean taken = false;
      for (int candidate : index.candidates(labels)) {
        Node child = children.get(candidate);
        if (Matcher.allMatch(child.cheapFirst, labels)) {
          child.match(labels, found);
          taken = true;
          if (!child.continues()) {
            break;
          }
        }
      }
      if (!taken) {
        found.add(this);
      }
    }

    private boolean explain(Map<String, String> labels, int depth, List<Visit> visits) {
      Optional<Matcher> refused =
          matchers.stream().filter(matcher -> !matcher.matches(labels)).findFirst();
      int own = visits.size();
      visits.add(
          new Visit(this, depth, refused.isEmpty() ? Outcome.TAKEN : Outcome.REFUSED, refused));
      if (refused.isPresent()) {
        return false;
      }
      boolean taken = false;
      for (Node child : children) {
        if (child.explain(labels, depth + 1, visits)) {
          taken = true;
          if (!child.continues()) {
            break;
          }
        }
      }
      if (taken) {
        visits.set(own, new Visit(this, depth, Outcome.PASSED_ON, Optional.empty()));
      }
      return true;
    }
  }
}
