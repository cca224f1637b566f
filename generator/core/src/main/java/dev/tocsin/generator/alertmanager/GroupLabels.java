package dev.tocsin.generator.alertmanager;

import dev.tocsin.generator.source.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * By which labels each receiver's notifications are grouped: those of its routes, which have them
 * from their parents where they say none. No other label is in {@code .GroupLabels} of <a
 * href="https://prometheus.io/docs/alerting/latest/notifications/#data">a notification</a>.
 */
final class GroupLabels {
  /** By all labels, whatever they are. */
  private static final String ALL = "...";

  private final Map<Section, String> names = new HashMap<>();
  private final Map<String, List<List<String>>> ways = new HashMap<>();

  private GroupLabels() {}

  static GroupLabels of(Section config) {
    GroupLabels groups = new GroupLabels();
    config.sections("receivers").forEach(it -> groups.names.put(it, it.text("name")));
    config.section("route").ifPresent(root -> groups.add(root, List.of(), new HashSet<>()));
    return groups;
  }

  private void add(Section route, List<String> parent, Set<Section> done) {
    if (!done.add(route)) {
      return;
    }
    List<String> way = route.entry("group_by").isPresent() ? route.texts("group_by") : parent;
    ways.computeIfAbsent(route.text("receiver"), name -> new ArrayList<>()).add(way);
    route.sections("routes").forEach(child -> add(child, way, done));
  }

  /** The name of the receiver that this section of the file is. */
  Optional<String> receiver(Section section) {
    return Optional.ofNullable(names.get(section));
  }

  /** How a route to this receiver groups without this label, in words; empty where none does. */
  Optional<String> without(String label, String receiver) {
    return ways.getOrDefault(receiver, List.of()).stream()
        .filter(way -> !way.contains(label) && !way.contains(ALL))
        .findFirst()
        .map(way -> way.isEmpty() ? " has no group_by" : " groups by " + way + " only");
  }
}
