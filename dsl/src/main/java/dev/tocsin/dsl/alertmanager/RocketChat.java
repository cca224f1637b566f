package dev.tocsin.dsl.alertmanager;

import java.net.URI;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#rocketchat_config">rocketchat_config</a>
 * describes it. Written from the table of fields. Alertmanager does not notify it of resolved
 * alerts by default; this does, unless {@link #sendResolved} is false.
 */
public final class RocketChat extends Integration {
  private RocketChat(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param tokenId {@code token_id}
   * @param token {@code token}
   */
  public static RocketChat rocketChat(Secret tokenId, Secret token) {
    return new RocketChat(
        Fields.NONE.with("token_id", tokenId).with("token", token).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public RocketChat sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.28 on. */
  public RocketChat httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code api_url}; from Alertmanager 0.28 on. */
  public RocketChat apiUrl(URI value) {
    return with("api_url", value.toString());
  }

  /** Sets {@code channel}; from Alertmanager 0.28 on. */
  public RocketChat channel(String value) {
    return with("channel", value);
  }

  /** Sets {@code color}; from Alertmanager 0.28 on. */
  public RocketChat color(String value) {
    return with("color", value);
  }

  /** Sets {@code title}; from Alertmanager 0.28 on. */
  public RocketChat title(String value) {
    return with("title", value);
  }

  /** Sets {@code title_link}; from Alertmanager 0.28 on. */
  public RocketChat titleLink(String value) {
    return with("title_link", value);
  }

  /** Sets {@code text}; from Alertmanager 0.28 on. */
  public RocketChat text(String value) {
    return with("text", value);
  }

  /** Sets {@code fields}, in place of those before; from Alertmanager 0.28 on. */
  public RocketChat shownFields(RocketChatField... value) {
    return with("fields", Values.parts(value));
  }

  /** Sets {@code short_fields}; from Alertmanager 0.28 on. */
  public RocketChat shortFields(boolean value) {
    return with("short_fields", value);
  }

  /** Sets {@code emoji}; from Alertmanager 0.28 on. */
  public RocketChat emoji(String value) {
    return with("emoji", value);
  }

  /** Sets {@code icon_url}; from Alertmanager 0.28 on. */
  public RocketChat iconUrl(String value) {
    return with("icon_url", value);
  }

  /** Sets {@code image_url}; from Alertmanager 0.28 on. */
  public RocketChat imageUrl(String value) {
    return with("image_url", value);
  }

  /** Sets {@code thumb_url}; from Alertmanager 0.28 on. */
  public RocketChat thumbUrl(String value) {
    return with("thumb_url", value);
  }

  /** Sets {@code link_names}; from Alertmanager 0.28 on. */
  public RocketChat linkNames(boolean value) {
    return with("link_names", value);
  }

  /** Sets {@code actions}, in place of those before; from Alertmanager 0.28 on. */
  public RocketChat actions(RocketChatAction... value) {
    return with("actions", Values.parts(value));
  }

  /** Any other field, as Alertmanager names it. */
  public RocketChat with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public RocketChat withFields(Fields others) {
    return new RocketChat(others);
  }

  @Override
  public String kind() {
    return "rocketchat_configs";
  }
}
