package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code event_recorder}. Written from the table of fields. */
public final class EventRecorder extends Part {
  private EventRecorder(Fields fields) {
    super(fields);
  }

  /** One with nothing set. */
  public static EventRecorder eventRecorder() {
    return new EventRecorder(Fields.NONE);
  }

  /** Sets {@code file_outputs}, in place of those before; from Alertmanager 0.33 on. */
  public EventRecorder fileOutputs(EventFileOutput... value) {
    return with("file_outputs", Values.parts(value));
  }

  /** Sets {@code webhook_outputs}, in place of those before; from Alertmanager 0.33 on. */
  public EventRecorder webhookOutputs(EventWebhookOutput... value) {
    return with("webhook_outputs", Values.parts(value));
  }

  /** Sets {@code kafka_outputs}, in place of those before; from Alertmanager 0.33 on. */
  public EventRecorder kafkaOutputs(EventKafkaOutput... value) {
    return with("kafka_outputs", Values.parts(value));
  }

  /** Any other field, as Alertmanager names it. */
  public EventRecorder with(String field, Object value) {
    return new EventRecorder(fields().with(field, value));
  }
}
