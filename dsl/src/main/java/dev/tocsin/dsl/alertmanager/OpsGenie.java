package dev.tocsin.dsl.alertmanager;

import java.net.URI;
import java.util.Map;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#opsgenie_config">opsgenie_config</a>
 * describes it. Written from the table of fields.
 */
public final class OpsGenie extends Integration {
  private OpsGenie(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param apiKey {@code api_key}
   */
  public static OpsGenie opsGenie(Secret apiKey) {
    return new OpsGenie(Fields.NONE.with("api_key", apiKey).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public OpsGenie sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}. */
  public OpsGenie httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code api_url}. */
  public OpsGenie apiUrl(URI value) {
    return with("api_url", value.toString());
  }

  /** Sets {@code message}. */
  public OpsGenie message(String value) {
    return with("message", value);
  }

  /** Sets {@code description}. */
  public OpsGenie description(String value) {
    return with("description", value);
  }

  /** Sets {@code source}. */
  public OpsGenie source(String value) {
    return with("source", value);
  }

  /** Sets {@code details}, by name. */
  public OpsGenie details(Map<String, String> value) {
    return with("details", Fields.of(value));
  }

  /** Sets {@code entity}; from Alertmanager 0.24 on. */
  public OpsGenie entity(String value) {
    return with("entity", value);
  }

  /** Sets {@code responders}, in place of those before. */
  public OpsGenie responders(OpsGenieResponder... value) {
    return with("responders", Values.parts(value));
  }

  /** Sets {@code actions}; from Alertmanager 0.24 on. */
  public OpsGenie actions(String value) {
    return with("actions", value);
  }

  /** Sets {@code tags}. */
  public OpsGenie tags(String value) {
    return with("tags", value);
  }

  /** Sets {@code note}. */
  public OpsGenie note(String value) {
    return with("note", value);
  }

  /** Sets {@code priority}. */
  public OpsGenie priority(String value) {
    return with("priority", value);
  }

  /** Sets {@code update_alerts}; from Alertmanager 0.24 on. */
  public OpsGenie updateAlerts(boolean value) {
    return with("update_alerts", value);
  }

  /** Any other field, as Alertmanager names it. */
  public OpsGenie with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public OpsGenie withFields(Fields others) {
    return new OpsGenie(others);
  }

  @Override
  public String kind() {
    return "opsgenie_configs";
  }
}
