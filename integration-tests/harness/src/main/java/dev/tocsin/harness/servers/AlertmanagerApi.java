package dev.tocsin.harness.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an Alertmanager can be asked: its <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>. Every
 * method throws {@link ServerException} when it cannot be asked.
 *
 * <p>The drill's client is another one: that asks a team's production, over TLS and with
 * credentials, and explains to a person what goes wrong; this one asks servers of its own on
 * loopback, where not to be reachable yet is an answer that {@link Await} waits for.
 */
public final class AlertmanagerApi {
  private final HttpJson http;

  AlertmanagerApi(String address) {
    this.http = new HttpJson(address);
  }

  /**
   * An alert that it has been notified of and that has not ended.
   *
   * @param state {@code active}, {@code suppressed} or {@code unprocessed}
   * @param inhibitedBy fingerprints of the alerts that mute it
   * @param silencedBy ids of the silences that mute it
   * @param receivers the names of the receivers that its routes lead to
   */
  public record KnownAlert(
      Map<String, String> labels,
      Map<String, String> annotations,
      String state,
      List<String> inhibitedBy,
      List<String> silencedBy,
      List<String> receivers,
      String fingerprint,
      Instant startsAt,
      Instant endsAt) {
    public KnownAlert {
      labels = new TreeMap<>(labels);
      annotations = new TreeMap<>(annotations);
      inhibitedBy = List.copyOf(inhibitedBy);
      silencedBy = List.copyOf(silencedBy);
      receivers = List.copyOf(receivers);
    }

    public String name() {
      return labels.getOrDefault("alertname", "");
    }

    public boolean isSuppressed() {
      return state.equals("suppressed");
    }
  }

  /**
   * What it knows of the others of its cluster.
   *
   * @param status {@code ready}, {@code settling} or {@code disabled}
   * @param peers the addresses of all that it can reach, its own among them
   */
  public record Cluster(String status, List<String> peers) {
    public Cluster {
      peers = List.copyOf(peers);
    }

    boolean isSettled() {
      return status.equals("ready");
    }
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    return http.isOk("/-/ready");
  }

  /** Its version as it says it, such as {@code 0.33.1}. */
  public String version() {
    return http.json("/api/v2/status").path("versionInfo").path("version").asText();
  }

  /** What it knows of the others of its cluster. */
  public Cluster cluster() {
    JsonNode cluster = http.json("/api/v2/status").path("cluster");
    List<String> peers = new ArrayList<>();
    cluster.path("peers").forEach(peer -> peers.add(peer.path("address").asText()));
    return new Cluster(cluster.path("status").asText(), peers);
  }

  /** Posts an alert, as Prometheus does. */
  public void post(
      Map<String, String> labels, Map<String, String> annotations, Instant from, Instant until) {
    http.post(
        "/api/v2/alerts",
        List.of(
            Map.of(
                "labels",
                labels,
                "annotations",
                annotations,
                "startsAt",
                from.toString(),
                "endsAt",
                until.toString())));
  }

  /** All alerts that it knows and that have not ended. */
  public List<KnownAlert> alerts() {
    List<KnownAlert> alerts = new ArrayList<>();
    for (JsonNode alert : http.json("/api/v2/alerts")) {
      JsonNode status = alert.path("status");
      List<String> receivers = new ArrayList<>();
      alert.path("receivers").forEach(receiver -> receivers.add(receiver.path("name").asText()));
      alerts.add(
          new KnownAlert(
              HttpJson.strings(alert.path("labels")),
              HttpJson.strings(alert.path("annotations")),
              status.path("state").asText(),
              texts(status.path("inhibitedBy")),
              texts(status.path("silencedBy")),
              receivers,
              alert.path("fingerprint").asText(),
              OffsetDateTime.parse(alert.path("startsAt").asText()).toInstant(),
              OffsetDateTime.parse(alert.path("endsAt").asText()).toInstant()));
    }
    return alerts;
  }

  /**
   * Posts an alert that fires for as long as {@code resolve_timeout} says.
   *
   * @throws ServerException when it refuses the alert
   */
  public void post(Map<String, String> labels) {
    http.post("/api/v2/alerts", List.of(Map.of("labels", labels)));
  }

  /**
   * Silences every alert with these labels from now on.
   *
   * @return the silence's id, as {@link KnownAlert#silencedBy} names it
   * @throws ServerException when it refuses the silence
   */
  public String silence(Map<String, String> labels, Duration atMost, String comment) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("a silence needs a label: it would mute everything");
    }
    Instant now = Instant.now();
    List<Map<String, ?>> matchers = new ArrayList<>();
    new TreeMap<>(labels)
        .forEach(
            (name, value) -> matchers.add(Map.of("name", name, "value", value, "isRegex", false)));
    return http.post(
            "/api/v2/silences",
            Map.of(
                "matchers",
                matchers,
                "startsAt",
                now.toString(),
                "endsAt",
                now.plus(atMost).toString(),
                "createdBy",
                "tocsin",
                "comment",
                comment))
        .path("silenceID")
        .asText();
  }

  /**
   * Ends a silence before its time.
   *
   * @throws ServerException when there is no such silence
   */
  public void expire(String silence) {
    http.delete("/api/v2/silence/" + silence);
  }

  /**
   * Lets it read its configuration again.
   *
   * @throws ServerException when it refuses the configuration, with its reason
   */
  public void reload() {
    http.post("/-/reload");
  }

  private static List<String> texts(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.forEach(item -> all.add(item.asText()));
    return all;
  }
}
