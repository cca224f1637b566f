package dev.tocsin.dsl.alertmanager;

import java.net.URI;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#telegram_config">telegram_config</a>
 * describes it. Written from the table of fields.
 */
public final class Telegram extends Integration {
  private Telegram(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param botToken {@code bot_token}
   * @param chatId {@code chat_id}
   */
  public static Telegram telegram(Secret botToken, long chatId) {
    return new Telegram(
        Fields.NONE
            .with("bot_token", botToken)
            .with("chat_id", chatId)
            .with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Telegram sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.24 on. */
  public Telegram httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code api_url}; from Alertmanager 0.24 on. */
  public Telegram apiUrl(URI value) {
    return with("api_url", value.toString());
  }

  /** Sets {@code chat_id_file}, a path on Alertmanager's machine; from Alertmanager 0.31 on. */
  public Telegram chatIdFile(String value) {
    return with("chat_id_file", value);
  }

  /** Sets {@code message_thread_id}; from Alertmanager 0.28 on. */
  public Telegram messageThreadId(long value) {
    return with("message_thread_id", value);
  }

  /** Sets {@code message}; from Alertmanager 0.24 on. */
  public Telegram message(String value) {
    return with("message", value);
  }

  /** Sets {@code disable_notifications}; from Alertmanager 0.24 on. */
  public Telegram disableNotifications(boolean value) {
    return with("disable_notifications", value);
  }

  /** Sets {@code parse_mode}: Markdown, MarkdownV2, HTML; from Alertmanager 0.24 on. */
  public Telegram parseMode(String value) {
    return with("parse_mode", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Telegram with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Telegram withFields(Fields others) {
    return new Telegram(others);
  }

  @Override
  public String kind() {
    return "telegram_configs";
  }
}
