package dev.tocsin.cli.drill;

import dev.tocsin.dsl.routing.RoutingTree;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A receiver that should be notified according to a configuration.
 *
 * @param integrations how many of each kind it has: {@code pagerduty} 1, {@code slack} 1
 * @param muted whether its route is muted, or not active, at this time
 */
record Target(
    String receiver,
    Map<String, Integer> integrations,
    boolean muted,
    Duration groupWait,
    Duration groupInterval,
    Map<String, String> groupLabels) {

  /** The receivers of an alert with these labels. */
  static List<Target> of(AlertmanagerFile config, Map<String, String> labels, Instant now) {
    Map<String, Map<String, Integer>> integrations = config.integrations();
    List<Target> targets = new ArrayList<>();
    for (RoutingTree.Node node : config.routingTree().match(labels)) {
      targets.add(
          new Target(
              node.receiver(),
              integrations.getOrDefault(node.receiver(), Map.of()),
              !node.tellsAt(now, config.timeIntervals()),
              node.groupWait(),
              node.groupInterval(),
              node.groupLabels(labels)));
    }
    return targets;
  }

  /** As text: {@code llm-on-call (pagerduty, 2 slack)}. */
  String description() {
    if (integrations.isEmpty()) {
      return receiver + " (no integration, sends no notification)";
    }
    List<String> kinds = new ArrayList<>();
    integrations.forEach((kind, count) -> kinds.add(count == 1 ? kind : count + " " + kind));
    return receiver + " (" + String.join(", ", kinds) + ")" + (muted ? ", muted at this time" : "");
  }
}
