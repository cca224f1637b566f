package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.series.Texts;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The part of a {@link Rehearsal} that is about Alertmanager: its routes, times and global. */
final class AlertmanagerRehearsal {
  /**
   * What holds where the root route says nothing, by <a
   * href="https://prometheus.io/docs/alerting/latest/configuration/#route">Alertmanager</a>.
   */
  private static final Duration GROUP_WAIT = Duration.ofSeconds(30);

  private static final Duration GROUP_INTERVAL = Duration.ofMinutes(5);
  private static final Duration REPEAT_INTERVAL = Duration.ofHours(4);

  private final UnaryOperator<Duration> faster;
  private final Changes changes;
  private final FieldRehearsal fields;
  private final ReceiverRehearsal receiverRehearsal;
  private final Templates templates;
  private final Map<Receiver, Receiver> receivers = new HashMap<>();

  AlertmanagerRehearsal(
      UnaryOperator<Duration> faster,
      Sinks sinks,
      String folder,
      RunSecrets secrets,
      Changes changes,
      Optional<Path> beside) {
    this.faster = faster;
    this.changes = changes;
    this.fields = new FieldRehearsal(sinks, folder, secrets, changes);
    this.receiverRehearsal = new ReceiverRehearsal(fields, sinks, secrets, changes);
    this.templates = new Templates(beside, changes);
  }

  /** The files that the configuration names, by their paths beside it. */
  Map<String, String> files() {
    return templates.files();
  }

  AlertmanagerConfig rehearse(AlertmanagerConfig config) {
    Fields shipped = config.global();
    Fields global = receiverRehearsal.global(shipped, config);
    Route root = route(config.root(), "route", true);
    List<Receiver> spare = new ArrayList<>();
    for (Receiver receiver : config.receivers()) {
      if (!receivers.containsKey(receiver)) {
        spare.add(receiverRehearsal.receiver(receiver));
      }
    }
    AlertmanagerConfig rehearsed =
        AlertmanagerConfig.alertmanager(root)
            .inhibitRules(config.inhibitRules().toArray(Inhibition[]::new))
            .receivers(spare.toArray(Receiver[]::new));
    for (Map.Entry<String, Object> field : config.fields().asMap().entrySet()) {
      switch (field.getKey()) {
        case "global" -> {}
        case "templates" -> {
          List<String> paths = templates.rehearsed(field.getValue(), config);
          if (!paths.isEmpty()) {
            rehearsed = rehearsed.with("templates", paths);
          }
        }
        case "tracing", "event_recorder" ->
            changes.note(
                Change.Reason.NETWORK, "alertmanager.yml: " + field.getKey(), "set", "(nothing)");
        default -> rehearsed = rehearsed.with(field.getKey(), field.getValue());
      }
    }
    return global.equals(Fields.NONE) ? rehearsed : rehearsed.with("global", global);
  }

  // ---- routes ----

  private Route route(Route route, String place, boolean root) {
    Route rehearsed =
        route
            .withReceiver(receivers.computeIfAbsent(route.receiver(), receiverRehearsal::receiver))
            .timed(
                time(route.groupWait(), root, GROUP_WAIT, place + ": group_wait"),
                time(route.groupInterval(), root, GROUP_INTERVAL, place + ": group_interval"),
                time(route.repeatInterval(), root, REPEAT_INTERVAL, place + ": repeat_interval"))
            .scheduled(
                route.activeTimeIntervals().stream()
                    .map(interval -> always(interval, place))
                    .toList(),
                List.of());
    changes.note(
        Change.Reason.HOURS,
        place + ": mute_time_intervals",
        Texts.list(route.muteTimeIntervals()),
        Texts.list(List.of()));
    List<Route> children = new ArrayList<>();
    for (int i = 0; i < route.routes().size(); i++) {
      Route child = route.routes().get(i);
      children.add(route(child, place + " > " + (i + 1) + " to " + child.receiver().name(), false));
    }
    return rehearsed.withRoutes(children);
  }

  /** What the root leaves open is Alertmanager's own, which must be divided as well. */
  private Optional<Duration> time(
      Optional<Duration> shipped, boolean root, Duration standard, String place) {
    Optional<Duration> known = shipped.isEmpty() && root ? Optional.of(standard) : shipped;
    known.ifPresent(duration -> changes.note(place, duration, faster.apply(duration)));
    return known.map(faster);
  }

  private TimeInterval always(TimeInterval interval, String place) {
    changes.note(
        Change.Reason.HOURS,
        place + ": time interval " + interval.name(),
        Texts.list(interval.times()),
        "always");
    return TimeInterval.timeInterval(interval.name())
        .weekdays(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY)
        .times("00:00", "24:00");
  }
}
