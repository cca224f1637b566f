package dev.tocsin.harness.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Prometheus can be asked: its <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>. Every method
 * throws {@link ServerException} when it cannot be asked.
 */
public final class PrometheusApi {
  private final HttpJson http;

  PrometheusApi(String address) {
    this.http = new HttpJson(address);
  }

  /**
   * A series' value.
   *
   * @param labels sorted by name, {@code __name__} among them
   */
  public record Sample(Map<String, String> labels, double value, Instant at) {
    public Sample {
      labels = new TreeMap<>(labels);
    }
  }

  /**
   * An alert that is pending or firing.
   *
   * @param state {@code pending} or {@code firing}
   * @param value the expression's value as Prometheus writes it
   */
  public record ActiveAlert(
      Map<String, String> labels,
      Map<String, String> annotations,
      String state,
      Instant activeAt,
      String value) {
    public ActiveAlert {
      labels = new TreeMap<>(labels);
      annotations = new TreeMap<>(annotations);
    }

    public String name() {
      return labels.getOrDefault("alertname", "");
    }

    public boolean isFiring() {
      return state.equals("firing");
    }
  }

  /**
   * A rule and how its last evaluation went.
   *
   * @param state {@code inactive}, {@code pending} or {@code firing}; of a recording rule, empty
   * @param health {@code ok}, {@code err} or {@code unknown}
   */
  public record RuleState(
      String group, String name, String query, String state, String health, String lastError) {}

  /** A scrape target and how its last scrape went. */
  public record TargetState(String job, String instance, String health, String lastError) {
    public boolean isUp() {
      return health.equals("up");
    }
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    return http.isOk("/-/ready");
  }

  /** Its version as it says it, such as {@code 3.5.3}. */
  public String version() {
    return http.json("/api/v1/status/buildinfo").path("data").path("version").asText();
  }

  /** Lets it read its files anew, and waits until it has. */
  public void reload() {
    http.post("/-/reload");
  }

  /**
   * A series and its samples, in the order of time.
   *
   * @param labels sorted by name, {@code __name__} among them
   */
  public record Series(Map<String, String> labels, List<Sample> samples) {
    public Series {
      labels = new TreeMap<>(labels);
      samples = List.copyOf(samples);
    }
  }

  /** The samples themselves that a selector with a range finds, such as {@code ALERTS[30s]}. */
  public List<Series> samples(String rangeSelector) {
    List<Series> all = new ArrayList<>();
    for (JsonNode series :
        http.json("/api/v1/query?" + HttpJson.query("query", rangeSelector))
            .path("data")
            .path("result")) {
      Map<String, String> labels = HttpJson.strings(series.path("metric"));
      List<Sample> samples = new ArrayList<>();
      series.path("values").forEach(value -> samples.add(sample(labels, value)));
      all.add(new Series(labels, samples));
    }
    return all;
  }

  /** An expression's value now; a scalar is one sample without labels. */
  public List<Sample> query(String expression) {
    return vector("/api/v1/query?" + HttpJson.query("query", expression));
  }

  /** An expression's value as it was at a moment. */
  public List<Sample> query(String expression, Instant at) {
    return vector(
        "/api/v1/query?"
            + HttpJson.query("query", expression)
            + "&"
            + HttpJson.query("time", String.valueOf(at.toEpochMilli() / 1000.0)));
  }

  private List<Sample> vector(String path) {
    JsonNode data = http.json(path).path("data");
    List<Sample> samples = new ArrayList<>();
    if (data.path("resultType").asText().equals("vector")) {
      for (JsonNode series : data.path("result")) {
        samples.add(sample(HttpJson.strings(series.path("metric")), series.path("value")));
      }
    } else {
      samples.add(sample(Map.of(), data.path("result")));
    }
    return samples;
  }

  private static Sample sample(Map<String, String> labels, JsonNode value) {
    return new Sample(
        labels,
        number(value.path(1).asText()),
        Instant.ofEpochMilli(Math.round(value.path(0).asDouble() * 1000)));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The sum of an expression's values now; 0 when there is none. */
  public double total(String expression) {
    return query(expression).stream().mapToDouble(Sample::value).sum();
  }

  /**
   * One of its own metrics by the values of a label, read from {@code /metrics}: right now,
   * whatever its scrapes of itself have brought.
   */
  public Map<String, Double> ownBy(String metric, String label) {
    Pattern value = Pattern.compile("[{,]" + label + "=\"((?:[^\"\\\\]|\\\\.)*)\"");
    Map<String, Double> all = new TreeMap<>();
    for (String line : http.text("/metrics").lines().toList()) {
      Matcher found = value.matcher(line);
      if (line.startsWith(metric + "{") && found.find()) {
        all.merge(found.group(1), number(line.substring(line.lastIndexOf(' ') + 1)), Double::sum);
      }
    }
    return all;
  }

  /** All alerts that are pending or firing. */
  public List<ActiveAlert> alerts() {
    List<ActiveAlert> alerts = new ArrayList<>();
    for (JsonNode alert : http.json("/api/v1/alerts").path("data").path("alerts")) {
      alerts.add(
          new ActiveAlert(
              HttpJson.strings(alert.path("labels")),
              HttpJson.strings(alert.path("annotations")),
              alert.path("state").asText(),
              OffsetDateTime.parse(alert.path("activeAt").asText()).toInstant(),
              alert.path("value").asText()));
    }
    return alerts;
  }

  /** All rules. */
  public List<RuleState> rules() {
    List<RuleState> rules = new ArrayList<>();
    for (JsonNode group : http.json("/api/v1/rules").path("data").path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        rules.add(
            new RuleState(
                group.path("name").asText(),
                rule.path("name").asText(),
                rule.path("query").asText(),
                rule.path("state").asText(),
                rule.path("health").asText(),
                rule.path("lastError").asText()));
      }
    }
    return rules;
  }

  /** All targets that it scrapes. */
  public List<TargetState> targets() {
    List<TargetState> targets = new ArrayList<>();
    for (JsonNode target :
        http.json("/api/v1/targets?state=active").path("data").path("activeTargets")) {
      targets.add(
          new TargetState(
              target.path("labels").path("job").asText(),
              target.path("labels").path("instance").asText(),
              target.path("health").asText(),
              target.path("lastError").asText()));
    }
    return targets;
  }

  /** The addresses of the Alertmanagers that it sends to. */
  public List<String> alertmanagers() {
    List<String> urls = new ArrayList<>();
    for (JsonNode alertmanager :
        http.json("/api/v1/alertmanagers").path("data").path("activeAlertmanagers")) {
      urls.add(alertmanager.path("url").asText());
    }
    return urls;
  }
}
