package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.harness.receivers.Destinations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A notification that the routing tree makes Alertmanager send about an alert, and by which route.
 *
 * @param destination as {@code Delivery.destination} writes it
 * @param resolves whether the end is notified too
 * @param groupBy the labels on which alerts of one notification agree
 * @param grouped whether alerts share notifications at all
 * @param first how long until the first notification of its group
 * @param interval between two notifications of its group
 * @param repeated how often it is notified again
 */
record ExpectedNotification(
    Route route,
    String destination,
    boolean resolves,
    List<Label> groupBy,
    boolean grouped,
    Duration first,
    Duration interval,
    Duration repeated) {
  /**
   * Integrations that send no resolved notifications by default; see <a
   * href="https://prometheus.io/docs/alerting/latest/configuration/#receiver-integration-settings">
   * Alertmanager's documentation</a>.
   */
  private static final Set<String> SILENT_ABOUT_ENDS =
      Set.of("email_configs", "slack_configs", "wechat_configs");

  ExpectedNotification {
    groupBy = List.copyOf(groupBy);
  }

  /** How long it can take until a change in its group is notified. */
  Duration waiting() {
    return first.compareTo(interval) > 0 ? first : interval;
  }

  /** The time intervals that decide whether the route notifies. */
  List<TimeInterval> hours() {
    List<TimeInterval> all = new ArrayList<>(route.activeTimeIntervals());
    all.addAll(route.muteTimeIntervals());
    return all;
  }

  /**
   * The routes in which an alert with these labels ends and by which nobody is notified, for their
   * receivers have no integrations: {@code null}, {@code blackhole} and their like.
   */
  static List<Route> withoutIntegrations(MonitoringModel model, Map<String, String> labels) {
    return ends(model, labels).stream()
        .filter(route -> route.receiver().integrations().isEmpty())
        .toList();
  }

  /** The routes in which an alert with these labels ends. */
  static List<Route> ends(MonitoringModel model, Map<String, String> labels) {
    return model.alertmanager().stream()
        .flatMap(config -> Routing.of(config.root(), labels).stream())
        .map(Routing.Destination::route)
        .toList();
  }

  /** All who are notified of an alert with these labels, by what is shipped. */
  static List<ExpectedNotification> of(MonitoringModel model, Map<String, String> labels) {
    List<ExpectedNotification> all = new ArrayList<>();
    if (model.alertmanager().isEmpty()) {
      return all;
    }
    AlertmanagerConfig config = model.alertmanager().get();
    for (Routing.Destination end : Routing.of(config.root(), labels)) {
      for (Integration integration : end.route().receiver().integrations()) {
        Object resolves =
            integration
                .fields()
                .asMap()
                .getOrDefault("send_resolved", !SILENT_ABOUT_ENDS.contains(integration.kind()));
        for (String destination :
            Destinations.of(end.route().receiver(), integration, config.global())) {
          all.add(
              new ExpectedNotification(
                  end.route(),
                  destination,
                  Boolean.TRUE.equals(resolves),
                  end.groupBy(),
                  !end.route().groupsByAll(),
                  end.groupWait(),
                  end.groupInterval(),
                  end.repeatInterval()));
        }
      }
    }
    return all;
  }
}
