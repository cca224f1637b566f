package dev.tocsin.dsl.alertmanager;

import java.util.List;

/** Alertmanager's {@code event_kafka_output}. Written from the table of fields. */
public final class EventKafkaOutput extends Part {
  private EventKafkaOutput(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param topic {@code topic}
   * @param brokers {@code brokers}
   */
  public static EventKafkaOutput eventKafkaOutput(String topic, String... brokers) {
    return new EventKafkaOutput(Fields.NONE.with("topic", topic).with("brokers", List.of(brokers)));
  }

  /** Sets {@code client_id}; from Alertmanager 0.33 on. */
  public EventKafkaOutput clientId(String value) {
    return with("client_id", value);
  }

  /** Sets {@code format}: json, protobuf; from Alertmanager 0.33 on. */
  public EventKafkaOutput format(String value) {
    return with("format", value);
  }

  /** Sets {@code acks}: none, leader, all; from Alertmanager 0.33 on. */
  public EventKafkaOutput acks(String value) {
    return with("acks", value);
  }

  /** Sets {@code compression}: none, gzip, snappy, lz4, zstd; from Alertmanager 0.33 on. */
  public EventKafkaOutput compression(String value) {
    return with("compression", value);
  }

  /** Sets {@code buffer_size}; from Alertmanager 0.33 on. */
  public EventKafkaOutput bufferSize(long value) {
    return with("buffer_size", value);
  }

  /** Sets {@code tls_config}; from Alertmanager 0.33 on. */
  public EventKafkaOutput tlsConfig(Tls value) {
    return with("tls_config", value.fields());
  }

  /** Any other field, as Alertmanager names it. */
  public EventKafkaOutput with(String field, Object value) {
    return new EventKafkaOutput(fields().with(field, value));
  }
}
