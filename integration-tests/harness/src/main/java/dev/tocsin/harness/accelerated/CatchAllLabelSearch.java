package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Labels of an alert that ends in a route with children, for none of them takes it. They are looked
 * for among the values that the matchers on its way name, and one that none does.
 */
final class CatchAllLabelSearch {
  /** A label's value that no other destination has. */
  private static final String ELSE = "TocsinLeftOver";

  /** More combinations than these are not worth trying before a proof. */
  private static final int MOST = 20_000;

  private final Route root;
  private final Route route;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Set<String>> values = new LinkedHashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private int left = MOST;

  private CatchAllLabelSearch(Route root, Route route, String alert) {
    this.root = root;
    this.route = route;
    labels.put(Label.ALERTNAME.name(), alert);
    List<Route> path = new ArrayList<>();
    find(root, path);
    for (Route step : path) {
      for (Matcher matcher : step.matchers()) {
        Set<String> tried = tried(matcher);
        if (matcher.op() == MatchOp.EQUAL || matcher.op() == MatchOp.MATCHES) {
          tried.addAll(samples(matcher, alert));
        }
      }
    }
    List<Route> aside = new ArrayList<>(route.routes());
    for (int i = 0; i + 1 < path.size(); i++) {
      aside.addAll(path.get(i).routes());
    }
    for (Route other : aside) {
      for (Matcher matcher : other.matchers()) {
        Set<String> tried = tried(matcher);
        tried.add("");
        if (matcher.op() == MatchOp.NOT_EQUAL || matcher.op() == MatchOp.NOT_MATCHES) {
          tried.addAll(samples(matcher, alert));
        }
      }
    }
    values.values().forEach(tried -> tried.addAll(List.of(ELSE, "")));
    if (values.containsKey(Label.ALERTNAME.name())) {
      Set<String> own = new LinkedHashSet<>(Set.of(alert));
      own.addAll(tried(Label.ALERTNAME.name()));
      own.remove("");
      values.put(Label.ALERTNAME.name(), own);
    }
    names.addAll(values.keySet());
  }

  private Set<String> tried(Matcher matcher) {
    return tried(matcher.name());
  }

  private Set<String> tried(String label) {
    return values.computeIfAbsent(label, name -> new LinkedHashSet<>());
  }

  /** The route and all above it, the root first. */
  private boolean find(Route from, List<Route> path) {
    path.add(from);
    if (from == route || from.routes().stream().anyMatch(child -> find(child, path))) {
      return true;
    }
    path.remove(path.size() - 1);
    return false;
  }

  /** Values for which a matcher may ask; whether it does is tried. */
  private static List<String> samples(Matcher matcher, String alert) {
    if (matcher.op() == MatchOp.EQUAL || matcher.op() == MatchOp.NOT_EQUAL) {
      return List.of(matcher.value());
    }
    List<String> all = new ArrayList<>();
    String filler = matcher.name().equals(Label.ALERTNAME.name()) ? alert : ELSE;
    for (String one : matcher.value().replaceAll("[\\^$()]", "").split("\\|", -1)) {
      all.add(one.replaceAll("\\.[*+]", filler).replace("\\.", "."));
    }
    return all;
  }

  /**
   * Labels with which an alert ends there; empty where its children catch all.
   *
   * @param alert its name, unless a matcher asks for another
   */
  static Optional<Map<String, String>> labels(Route root, Route route, String alert) {
    CatchAllLabelSearch search = new CatchAllLabelSearch(root, route, alert);
    return search.search(0) ? Optional.of(Map.copyOf(search.labels)) : Optional.empty();
  }

  /** The same, of an alert that neither mutes another nor is muted, whatever else fires. */
  static Optional<Map<String, String>> harmless(
      AlertmanagerConfig config, Route route, String alert) {
    Optional<Map<String, String>> found = labels(config.root(), route, alert);
    if (found.isEmpty()) {
      return found;
    }
    Map<String, String> labels = new HashMap<>(found.get());
    for (Inhibition inhibition : config.inhibitRules()) {
      for (Label label : inhibition.equal()) {
        if (labels.putIfAbsent(label.name(), ELSE) == null
            && !isAmong(ends(config.root(), labels), route)) {
          labels.remove(label.name());
        }
      }
    }
    for (Inhibition inhibition : config.inhibitRules()) {
      boolean apart =
          inhibition.equal().stream()
              .anyMatch(label -> labels.getOrDefault(label.name(), "").equals(ELSE));
      boolean concerned =
          Matcher.allMatch(inhibition.source(), labels)
              || Matcher.allMatch(inhibition.target(), labels);
      if (concerned && !apart) {
        return Optional.empty();
      }
    }
    return Optional.of(labels);
  }

  private boolean search(int next) {
    if (next == names.size()) {
      left--;
      return isAmong(ends(root, labels), route);
    }
    String name = names.get(next);
    for (String value : tried(name)) {
      if (value.isEmpty()) {
        labels.remove(name);
      } else {
        labels.put(name, value);
      }
      if (left > 0 && search(next + 1)) {
        return true;
      }
    }
    labels.remove(name);
    return false;
  }

  private static List<Route> ends(Route root, Map<String, String> labels) {
    return Routing.of(root, labels).stream().map(Routing.Destination::route).toList();
  }

  /** Routes that say the same are two, each with its notifications. */
  private static boolean isAmong(List<Route> routes, Route route) {
    return routes.stream().anyMatch(one -> one == route);
  }
}
