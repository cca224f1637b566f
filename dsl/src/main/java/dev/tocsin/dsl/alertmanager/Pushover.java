package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.go.GoDuration;
import java.time.Duration;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#pushover_config">pushover_config</a>
 * describes it. Written from the table of fields.
 */
public final class Pushover extends Integration {
  private Pushover(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param userKey {@code user_key}
   * @param token {@code token}
   */
  public static Pushover pushover(Secret userKey, Secret token) {
    return new Pushover(
        Fields.NONE.with("user_key", userKey).with("token", token).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Pushover sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}. */
  public Pushover httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code title}. */
  public Pushover title(String value) {
    return with("title", value);
  }

  /** Sets {@code message}. */
  public Pushover message(String value) {
    return with("message", value);
  }

  /** Sets {@code url}. */
  public Pushover url(String value) {
    return with("url", value);
  }

  /** Sets {@code url_title}. */
  public Pushover urlTitle(String value) {
    return with("url_title", value);
  }

  /** Sets {@code device}; from Alertmanager 0.26 on. */
  public Pushover device(String value) {
    return with("device", value);
  }

  /** Sets {@code sound}. */
  public Pushover sound(String value) {
    return with("sound", value);
  }

  /** Sets {@code priority}. */
  public Pushover priority(String value) {
    return with("priority", value);
  }

  /** Sets {@code retry}. */
  public Pushover retry(Duration value) {
    return with("retry", GoDuration.goText(value));
  }

  /** Sets {@code expire}. */
  public Pushover expire(Duration value) {
    return with("expire", GoDuration.goText(value));
  }

  /** Sets {@code ttl}; from Alertmanager 0.27 on. */
  public Pushover ttl(Duration value) {
    return with("ttl", GoDuration.goText(value));
  }

  /** Sets {@code html}. */
  public Pushover html(boolean value) {
    return with("html", value);
  }

  /** Sets {@code monospace}; from Alertmanager 0.29 on. */
  public Pushover monospace(boolean value) {
    return with("monospace", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Pushover with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Pushover withFields(Fields others) {
    return new Pushover(others);
  }

  @Override
  public String kind() {
    return "pushover_configs";
  }
}
