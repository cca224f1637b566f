package dev.tocsin.dsl.alertmanager;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#discord_config">discord_config</a>
 * describes it. Written from the table of fields.
 */
public final class Discord extends Integration {
  private Discord(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param webhookUrl {@code webhook_url}
   */
  public static Discord discord(Secret webhookUrl) {
    return new Discord(Fields.NONE.with("webhook_url", webhookUrl).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Discord sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.25 on. */
  public Discord httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code content}; from Alertmanager 0.28 on. */
  public Discord content(String value) {
    return with("content", value);
  }

  /** Sets {@code title}; from Alertmanager 0.25 on. */
  public Discord title(String value) {
    return with("title", value);
  }

  /** Sets {@code message}; from Alertmanager 0.25 on. */
  public Discord message(String value) {
    return with("message", value);
  }

  /** Sets {@code username}; from Alertmanager 0.28 on. */
  public Discord username(String value) {
    return with("username", value);
  }

  /** Sets {@code avatar_url}; from Alertmanager 0.28 on. */
  public Discord avatarUrl(String value) {
    return with("avatar_url", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Discord with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Discord withFields(Fields others) {
    return new Discord(others);
  }

  @Override
  public String kind() {
    return "discord_configs";
  }
}
