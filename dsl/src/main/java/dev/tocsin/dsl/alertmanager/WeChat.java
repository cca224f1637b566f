package dev.tocsin.dsl.alertmanager;

import java.net.URI;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#wechat_config">wechat_config</a>
 * describes it. Written from the table of fields. Alertmanager does not notify it of resolved
 * alerts by default; this does, unless {@link #sendResolved} is false.
 */
public final class WeChat extends Integration {
  private WeChat(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param apiSecret {@code api_secret}
   * @param corpId {@code corp_id}
   */
  public static WeChat weChat(Secret apiSecret, String corpId) {
    return new WeChat(
        Fields.NONE
            .with("api_secret", apiSecret)
            .with("corp_id", corpId)
            .with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public WeChat sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}. */
  public WeChat httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code message}. */
  public WeChat message(String value) {
    return with("message", value);
  }

  /** Sets {@code api_url}. */
  public WeChat apiUrl(URI value) {
    return with("api_url", value.toString());
  }

  /** Sets {@code to_user}. */
  public WeChat toUser(String value) {
    return with("to_user", value);
  }

  /** Sets {@code to_party}. */
  public WeChat toParty(String value) {
    return with("to_party", value);
  }

  /** Sets {@code to_tag}. */
  public WeChat toTag(String value) {
    return with("to_tag", value);
  }

  /** Sets {@code agent_id}. */
  public WeChat agentId(String value) {
    return with("agent_id", value);
  }

  /** Sets {@code message_type}: text, markdown. */
  public WeChat messageType(String value) {
    return with("message_type", value);
  }

  /** Any other field, as Alertmanager names it. */
  public WeChat with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public WeChat withFields(Fields others) {
    return new WeChat(others);
  }

  @Override
  public String kind() {
    return "wechat_configs";
  }
}
