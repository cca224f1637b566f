package dev.tocsin.dsl.alertmanager;

import java.time.Duration;

/** Alertmanager's {@code event_webhook_output}. Written from the table of fields. */
public final class EventWebhookOutput extends Part {
  private EventWebhookOutput(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param url {@code url}, which stands in the file for all to read: Alertmanager reads it from
   *     none
   */
  public static EventWebhookOutput eventWebhookOutput(String url) {
    return new EventWebhookOutput(Fields.NONE.with("url", url));
  }

  /** Sets {@code http_config}; from Alertmanager 0.33 on. */
  public EventWebhookOutput httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code timeout}; from Alertmanager 0.33 on. */
  public EventWebhookOutput timeout(Duration value) {
    return with("timeout", value);
  }

  /** Sets {@code workers}; from Alertmanager 0.33 on. */
  public EventWebhookOutput workers(long value) {
    return with("workers", value);
  }

  /** Sets {@code max_retries}; from Alertmanager 0.33 on. */
  public EventWebhookOutput maxRetries(long value) {
    return with("max_retries", value);
  }

  /** Sets {@code retry_backoff}; from Alertmanager 0.33 on. */
  public EventWebhookOutput retryBackoff(Duration value) {
    return with("retry_backoff", value);
  }

  /** Any other field, as Alertmanager names it. */
  public EventWebhookOutput with(String field, Object value) {
    return new EventWebhookOutput(fields().with(field, value));
  }
}
