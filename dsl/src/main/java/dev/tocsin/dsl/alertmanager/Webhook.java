package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.go.GoDuration;
import java.net.URI;
import java.time.Duration;

/**
 * A <a href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">POST</a> of
 * the alerts as JSON.
 */
public final class Webhook extends Integration {
  private Webhook(Fields fields) {
    super(fields);
  }

  /** A POST to an address that may be read by anyone. */
  public static Webhook webhook(URI url) {
    return new Webhook(Fields.NONE.with("url", url.toString()).with("send_resolved", true));
  }

  /** A POST to the address in the secret (from Alertmanager 0.26 on). */
  public static Webhook webhook(Secret url) {
    return new Webhook(Fields.NONE.with("url", url).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Webhook sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Webhook with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  // Written from the table of fields: begin

  /** Sets {@code http_config}. */
  public Webhook httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code url}. */
  public Webhook url(Secret value) {
    return with("url", value);
  }

  /** Sets {@code max_alerts}, not below 0. */
  public Webhook maxAlerts(long value) {
    return with("max_alerts", value);
  }

  /** Sets {@code timeout}; from Alertmanager 0.28 on. */
  public Webhook timeout(Duration value) {
    return with("timeout", GoDuration.goText(value));
  }

  /** Sets {@code payload}; from Alertmanager 0.32 on. */
  public Webhook payload(Object value) {
    return with("payload", Values.any(value));
  }

  // Written from the table of fields: end

  @Override
  public Webhook withFields(Fields others) {
    return new Webhook(others);
  }

  @Override
  public String kind() {
    return "webhook_configs";
  }
}
