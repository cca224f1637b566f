package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.Secret;
import java.net.URI;

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

  /** Tells of firing alerts only. */
  public Webhook withoutResolved() {
    return with("send_resolved", false);
  }

  /** Any other field, as Alertmanager names it. */
  public Webhook with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Webhook withFields(Fields others) {
    return new Webhook(others);
  }

  @Override
  public String kind() {
    return "webhook_configs";
  }
}
