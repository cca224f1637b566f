package dev.tocsin.dsl.alertmanager;

import java.net.URI;
import java.util.Map;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#victorops_config">victorops_config</a>
 * describes it. Written from the table of fields.
 */
public final class VictorOps extends Integration {
  private VictorOps(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param apiKey {@code api_key}
   * @param routingKey {@code routing_key}
   */
  public static VictorOps victorOps(Secret apiKey, String routingKey) {
    return new VictorOps(
        Fields.NONE
            .with("api_key", apiKey)
            .with("routing_key", routingKey)
            .with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public VictorOps sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}. */
  public VictorOps httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code api_url}. */
  public VictorOps apiUrl(URI value) {
    return with("api_url", value.toString());
  }

  /** Sets {@code message_type}. */
  public VictorOps messageType(String value) {
    return with("message_type", value);
  }

  /** Sets {@code state_message}. */
  public VictorOps stateMessage(String value) {
    return with("state_message", value);
  }

  /** Sets {@code entity_display_name}. */
  public VictorOps entityDisplayName(String value) {
    return with("entity_display_name", value);
  }

  /** Sets {@code monitoring_tool}. */
  public VictorOps monitoringTool(String value) {
    return with("monitoring_tool", value);
  }

  /** Sets {@code custom_fields}, by name. */
  public VictorOps customFields(Map<String, String> value) {
    return with("custom_fields", Fields.of(value));
  }

  /** Any other field, as Alertmanager names it. */
  public VictorOps with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public VictorOps withFields(Fields others) {
    return new VictorOps(others);
  }

  @Override
  public String kind() {
    return "victorops_configs";
  }
}
