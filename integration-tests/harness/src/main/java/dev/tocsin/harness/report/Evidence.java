package dev.tocsin.harness.report;

import dev.tocsin.harness.sink.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a scene saw, as it goes along: events in time, expectations that held, and deliveries. */
public final class Evidence {
  /**
   * Something that was seen.
   *
   * @param at when
   * @param virtualSeconds how long virtual time had run by then
   * @param who who saw or did it
   */
  public record Event(
      Instant at, double virtualSeconds, String who, String what, Map<String, ?> details) {
    public Event {
      details = new TreeMap<>(details);
    }
  }

  /** An expectation that held, and what was seen of it. */
  public record Held(String expected, String seen) {}

  private final List<Event> events = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private int deliveries;

  /** Something was seen. */
  public void saw(Instant at, Duration virtual, String who, String what, Map<String, ?> details) {
    events.add(new Event(at, virtual.toMillis() / 1000.0, who, what, details));
  }

  /** An expectation held. */
  public void held(String expected, String seen) {
    held.add(new Held(expected, seen));
  }

  /** Something arrived. */
  public void arrived(Delivery delivery, Duration virtual) {
    deliveries++;
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("headline", delivery.headline());
    payload.put("resolved", delivery.isResolved());
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
    }
    saw(delivery.at(), virtual, "delivery", delivery.destination(), payload);
  }

  /** All events, in the order of time. */
  public List<Event> events() {
    return events.stream().sorted(Comparator.comparing(Event::at)).toList();
  }

  /** All expectations that held, in their order. */
  public List<Held> held() {
    return List.copyOf(held);
  }

  /** How many notifications are among it. */
  public int deliveries() {
    return deliveries;
  }
}
