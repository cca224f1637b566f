package dev.tocsin.dsl.alertmanager;

import java.util.Map;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#sns_config">sns_config</a>
 * describes it. Written from the table of fields.
 */
public final class Sns extends Integration {
  private Sns(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param topicArn {@code topic_arn}
   */
  public static Sns sns(String topicArn) {
    return new Sns(Fields.NONE.with("topic_arn", topicArn).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Sns sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.23 on. */
  public Sns httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code api_url}; from Alertmanager 0.23 on. */
  public Sns apiUrl(String value) {
    return with("api_url", value);
  }

  /** Sets {@code sigv4}; from Alertmanager 0.23 on. */
  public Sns sigv4(SigV4 value) {
    return with("sigv4", value.fields());
  }

  /** Sets {@code phone_number}; from Alertmanager 0.23 on. */
  public Sns phoneNumber(String value) {
    return with("phone_number", value);
  }

  /** Sets {@code target_arn}; from Alertmanager 0.23 on. */
  public Sns targetArn(String value) {
    return with("target_arn", value);
  }

  /** Sets {@code subject}; from Alertmanager 0.23 on. */
  public Sns subject(String value) {
    return with("subject", value);
  }

  /** Sets {@code message}; from Alertmanager 0.23 on. */
  public Sns message(String value) {
    return with("message", value);
  }

  /** Sets {@code attributes}, by name; from Alertmanager 0.23 on. */
  public Sns attributes(Map<String, String> value) {
    return with("attributes", Fields.of(value));
  }

  /** Sets {@code use_aws_http_client}; from Alertmanager 0.33 on. */
  public Sns useAwsHttpClient(boolean value) {
    return with("use_aws_http_client", value);
  }

  /** Any other field, as Alertmanager names it. */
  public Sns with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Sns withFields(Fields others) {
    return new Sns(others);
  }

  @Override
  public String kind() {
    return "sns_configs";
  }
}
