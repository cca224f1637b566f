package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.harness.series.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The other side of every time interval: a rehearsal in which those that routes are active in never
 * hold, and those that mute routes always do. What an interval means by the clock is not tried with
 * it, for a proof must hold at any hour.
 */
@API(status = API.Status.INTERNAL)
public final class OutOfHours {
  /** Long over. */
  private static final int NEVER = 1970;

  private final List<Change> changes;

  private OutOfHours(List<Change> changes) {
    this.changes = changes;
  }

  /** The same rehearsal, outside of all hours; every difference is among its changes. */
  public static Rehearsed of(MonitoringModel shipped, Rehearsed rehearsed) {
    Optional<AlertmanagerConfig> before = shipped.alertmanager();
    Optional<AlertmanagerConfig> config = rehearsed.model().alertmanager();
    if (before.isEmpty() || config.isEmpty()) {
      return rehearsed;
    }
    List<Change> changes = new ArrayList<>(rehearsed.changes());
    changes.removeIf(change -> change.reason() == Change.Reason.HOURS);
    Route root = new OutOfHours(changes).route(before.get().root(), config.get().root(), "route");
    return new Rehearsed(
        rehearsed.model().alertmanager(config.get().withRoot(root)),
        changes,
        rehearsed.secrets(),
        rehearsed.lookback(),
        rehearsed.beside());
  }

  private Route route(Route shipped, Route rehearsed, String place) {
    List<TimeInterval> active =
        shipped.activeTimeIntervals().stream()
            .map(it -> changed(it, place, "never", true))
            .toList();
    List<TimeInterval> muted =
        shipped.muteTimeIntervals().stream()
            .map(it -> changed(it, place, "always", false))
            .toList();
    List<Route> children = new ArrayList<>();
    for (int i = 0; i < shipped.routes().size(); i++) {
      String below = place + " > " + (i + 1) + " to " + shipped.routes().get(i).receiver().name();
      children.add(route(shipped.routes().get(i), rehearsed.routes().get(i), below));
    }
    return rehearsed.scheduled(active, muted).withRoutes(children);
  }

  private TimeInterval changed(TimeInterval interval, String place, String when, boolean never) {
    changes.add(
        new Change(
            Change.Reason.HOURS,
            place + ": time interval " + interval.name(),
            Texts.list(interval.times()),
            when));
    TimeInterval always = TimeInterval.timeInterval(interval.name());
    return never ? always.years(NEVER, NEVER) : always;
  }
}
