package dev.tocsin.harness.report;

import dev.tocsin.harness.receivers.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a proof saw, as it goes along: events in time, expectations that held, deliveries, and how
 * the values went.
 */
public final class Evidence {
  /** What an event means for the timeline. */
  public enum Mark {
    /** Nothing that is drawn. */
    NOTE,
    FAULT_BEGINS,
    FAULT_ENDS,
    PENDING,
    FIRING,
    /** Inhibited by another alert. */
    INHIBITED,
    /** Muted by a time interval or a silence. */
    MUTED,
    /** It no longer fires. */
    RESOLVED,
    /** It is no longer pending, and did not fire. */
    INACTIVE,
    /** A firing notification arrived. */
    NOTIFIED_FIRING,
    /** A resolved notification arrived. */
    NOTIFIED_RESOLVED
  }

  /**
   * Something that was seen.
   *
   * @param at when
   * @param virtualSeconds how long virtual time had run by then
   * @param mark what it means for the timeline
   * @param alert the name of the alert that it is about; empty when it is about none or several
   * @param who who saw or did it
   */
  public record Event(
      Instant at,
      double virtualSeconds,
      Mark mark,
      String alert,
      String who,
      String what,
      Map<String, ?> details) {
    public Event {
      details = new TreeMap<>(details);
    }
  }

  /** An expectation that held, and what was seen of it. */
  public record Held(String expected, String seen) {}

  private final List<Event> events = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private final Map<Event, Delivery> deliveries = new IdentityHashMap<>();
  private final List<Curve> curves = new ArrayList<>();

  /** Something was seen. */
  public void saw(Instant at, Duration virtual, String who, String what, Map<String, ?> details) {
    events.add(new Event(at, seconds(virtual), Mark.NOTE, "", who, what, details));
  }

  /** Something was seen that belongs on the timeline, about the alert of this name. */
  public void saw(
      Mark mark,
      String alert,
      Instant at,
      Duration virtual,
      String who,
      String what,
      Map<String, ?> details) {
    events.add(new Event(at, seconds(virtual), mark, alert, who, what, details));
  }

  private static double seconds(Duration virtual) {
    return virtual.toMillis() / 1000.0;
  }

  /** An expectation held. */
  public void held(String expected, String seen) {
    held.add(new Held(expected, seen));
  }

  /** A value went like this. */
  public void went(Curve curve) {
    curves.add(curve);
  }

  /** A notification arrived. */
  public void arrived(Delivery delivery, Duration virtual) {
    arrived(delivery, virtual, "");
  }

  /**
   * A notification of an alert arrived.
   *
   * @param alert its name, also if the notification itself does not contain it
   */
  public void arrived(Delivery delivery, Duration virtual, String alert) {
    arrived(delivery, virtual, alert, delivery.isResolved());
  }

  /**
   * A notification of an alert arrived.
   *
   * @param alert its name, also if the notification itself does not contain it
   * @param resolved whether it is a resolved notification
   */
  public void arrived(Delivery delivery, Duration virtual, String alert, boolean resolved) {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("headline", delivery.headline());
    payload.put("resolved", resolved);
    if (delivery instanceof Delivery.SlackMessage slack) {
      payload.put("channel", slack.channel());
      payload.put("links", slack.links());
      payload.put("text", slack.text());
    } else if (delivery instanceof Delivery.PagerDutyEvent event) {
      payload.put("dedupKey", event.dedupKey());
      payload.put("severity", event.severity());
      payload.put("action", event.action());
      payload.put("links", event.links());
      payload.put("details", event.details());
    } else if (delivery instanceof Delivery.Mail mail) {
      payload.put("login", mail.login());
      payload.put("body", mail.body());
    } else if (delivery instanceof Delivery.WebhookCall call) {
      payload.put("receiver", call.receiver());
      payload.put("labels", call.alerts().stream().map(Delivery.WebhookAlert::labels).toList());
    }
    Event event =
        new Event(
            delivery.at(),
            seconds(virtual),
            resolved ? Mark.NOTIFIED_RESOLVED : Mark.NOTIFIED_FIRING,
            alert.isEmpty() || delivery.says(alert) ? "" : alert,
            "delivery",
            delivery.destination(),
            payload);
    events.add(event);
    deliveries.put(event, delivery);
  }

  /** All events, in the order of time. */
  public List<Event> events() {
    return events.stream().sorted(Comparator.comparing(Event::at)).toList();
  }

  /** All expectations that held, in their order. */
  public List<Held> held() {
    return List.copyOf(held);
  }

  /** How the values went. */
  public List<Curve> curves() {
    return List.copyOf(curves);
  }

  /** How many notifications are among it. */
  public int deliveries() {
    return deliveries.size();
  }

  /** The notification of an event, if it is one. */
  Optional<Delivery> delivery(Event event) {
    return Optional.ofNullable(deliveries.get(event));
  }

  /** Whether there is a firing notification of the alert of this name. */
  boolean isDelivered(String alert) {
    return deliveries.entrySet().stream()
        .filter(one -> one.getKey().mark() == Mark.NOTIFIED_FIRING)
        .anyMatch(one -> one.getKey().alert().equals(alert) || one.getValue().says(alert));
  }
}
