package dev.tocsin.dsl.alertmanager;

import java.time.Duration;
import java.util.Map;

/** Alertmanager's {@code tracing}. Written from the table of fields. */
public final class Tracing extends Part {
  private Tracing(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param endpoint {@code endpoint}
   */
  public static Tracing tracing(String endpoint) {
    return new Tracing(Fields.NONE.with("endpoint", endpoint));
  }

  /** Sets {@code client_type}: grpc, http; from Alertmanager 0.30 on. */
  public Tracing clientType(String value) {
    return with("client_type", value);
  }

  /** Sets {@code sampling_fraction}; from Alertmanager 0.30 on. */
  public Tracing samplingFraction(double value) {
    return with("sampling_fraction", value);
  }

  /** Sets {@code insecure}; from Alertmanager 0.30 on. */
  public Tracing insecure(boolean value) {
    return with("insecure", value);
  }

  /** Sets {@code tls_config}; from Alertmanager 0.30 on. */
  public Tracing tlsConfig(Tls value) {
    return with("tls_config", value.fields());
  }

  /** Sets {@code headers}; from Alertmanager 0.30 on. */
  public Tracing headers(Map<String, HttpHeader> value) {
    return with("headers", Values.partsByName(value));
  }

  /** Sets {@code compression}: gzip; from Alertmanager 0.30 on. */
  public Tracing compression(String value) {
    return with("compression", value);
  }

  /** Sets {@code timeout}; from Alertmanager 0.30 on. */
  public Tracing timeout(Duration value) {
    return with("timeout", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Tracing with(String field, Object value) {
    return new Tracing(fields().with(field, value));
  }
}
