package dev.tocsin.dsl.alertmanager;

import java.net.URI;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#webex_config">webex_config</a>
 * describes it. Written from the table of fields.
 */
public final class Webex extends Integration {
  private Webex(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param httpConfig {@code http_config}
   * @param roomId {@code room_id}
   */
  public static Webex webex(HttpClient httpConfig, String roomId) {
    return new Webex(
        Fields.NONE
            .with("http_config", httpConfig.fields())
            .with("room_id", roomId)
            .with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Webex sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code api_url}; from Alertmanager 0.25 on. */
  public Webex apiUrl(URI value) {
    return with("api_url", value.toString());
  }

  /** Sets {@code message}; from Alertmanager 0.25 on. */
  public Webex message(String value) {
    return with("message", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Webex with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Webex withFields(Fields others) {
    return new Webex(others);
  }

  @Override
  public String kind() {
    return "webex_configs";
  }
}
