package dev.tocsin.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Follows one alert: what the server reports about it, and how its counters change. */
final class Watch {
  private final AlertmanagerClient server;
  private final String filter;
  private final Optional<List<Target>> targets;
  private final Optional<Counters> before;
  private final Instant start = Instant.now();

  private List<String> receivers = List.of();
  private List<String> suppressedBy = List.of();
  private boolean known;
  private Optional<Counters> after = Optional.empty();
  private Duration took = Duration.ZERO;

  Watch(
      AlertmanagerClient server,
      String id,
      Optional<List<Target>> targets,
      Optional<Counters> before) {
    this.server = server;
    this.filter =
        "/api/v2/alerts?filter=" + AlertmanagerClient.query(Drill.MARK + "=\"" + id + "\"");
    this.targets = targets;
    this.before = before;
  }

  /** Waits until all receivers are notified, the alert is suppressed, or the time is up. */
  void follow(Instant end) throws DrillException {
    do {
      look();
      if (known && (!suppressedBy.isEmpty() || isDelivered() || !isReceiverExpected())) {
        break;
      }
      Drill.pause();
    } while (Instant.now().isBefore(end));
    took = Duration.between(start, Instant.now());
  }

  private void look() throws DrillException {
    JsonNode alerts = server.get(filter);
    if (!alerts.isEmpty()) {
      known = true;
      JsonNode alert = alerts.get(0);
      List<String> names = new ArrayList<>();
      alert.path("receivers").forEach(receiver -> names.add(receiver.path("name").asText()));
      receivers = names;
      suppressedBy = reasons(alert.path("status"));
    }
    if (before.isPresent()) {
      after = Drill.counters(server);
    }
  }

  private List<String> reasons(JsonNode status) throws DrillException {
    List<String> reasons = new ArrayList<>();
    for (JsonNode id : status.path("silencedBy")) {
      JsonNode silence = server.get("/api/v2/silence/" + AlertmanagerClient.query(id.asText()));
      reasons.add(
          "silence "
              + id.asText()
              + " by "
              + silence.path("createdBy").asText("?")
              + " (\""
              + silence.path("comment").asText("")
              + "\")");
    }
    for (JsonNode fingerprint : status.path("inhibitedBy")) {
      reasons.add("inhibition by " + alertOf(fingerprint.asText()));
    }
    for (JsonNode interval : status.path("mutedBy")) {
      reasons.add("time interval " + interval.asText());
    }
    return reasons;
  }

  private String alertOf(String fingerprint) throws DrillException {
    for (JsonNode alert : server.get("/api/v2/alerts")) {
      if (alert.path("fingerprint").asText().equals(fingerprint)) {
        Map<String, String> labels = new TreeMap<>();
        alert
            .path("labels")
            .fields()
            .forEachRemaining(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
        return DrillReport.labels(labels);
      }
    }
    return "the alert " + fingerprint;
  }

  /** Whether the alert no longer fires on the server. */
  boolean isGone(Instant end) throws DrillException {
    while (!server.get(filter).isEmpty()) {
      if (Instant.now().isAfter(end)) {
        return false;
      }
      Drill.pause();
    }
    return true;
  }

  /** By kind of integration, of the expected ones; empty where nothing was counted. */
  List<Counters.Row> rows() {
    List<Counters.Row> rows = new ArrayList<>();
    if (before.isPresent() && after.isPresent()) {
      Map<String, Integer> expected = expected();
      TreeSet<String> kinds = new TreeSet<>(expected.keySet());
      // Without a configuration, every counter that increased.
      if (targets.isEmpty()) {
        kinds.addAll(after.get().requests().keySet());
      }
      for (String kind : kinds) {
        Counters.Row row = after.get().since(before.get(), kind, expected.getOrDefault(kind, 0));
        if (row.expected() > 0 || row.begun() + row.delivered() + row.failed() > 0) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private Map<String, Integer> expected() {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (Target target : targets.orElse(List.of())) {
      if (!target.muted()) {
        target.integrations().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum));
      }
    }
    return kinds;
  }

  private boolean isReceiverExpected() {
    return targets.isEmpty() || !expected().isEmpty();
  }

  /** Whether every expected integration has delivered. */
  boolean isDelivered() {
    List<Counters.Row> rows = rows();
    return !rows.isEmpty()
        && !expected().isEmpty()
        && rows.stream().allMatch(Counters.Row::isDelivered);
  }

  boolean isKnown() {
    return known;
  }

  boolean isCounted() {
    return before.isPresent() && after.isPresent();
  }

  List<String> receivers() {
    return receivers;
  }

  List<String> suppressedBy() {
    return suppressedBy;
  }

  Duration took() {
    return took;
  }
}
