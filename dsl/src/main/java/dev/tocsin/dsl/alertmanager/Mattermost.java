package dev.tocsin.dsl.alertmanager;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#mattermost_config">mattermost_config</a>
 * describes it. Written from the table of fields.
 */
public final class Mattermost extends Integration {
  private Mattermost(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param webhookUrl {@code webhook_url}
   */
  public static Mattermost mattermost(Secret webhookUrl) {
    return new Mattermost(Fields.NONE.with("webhook_url", webhookUrl).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Mattermost sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.30 on. */
  public Mattermost httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code channel}; from Alertmanager 0.30 on. */
  public Mattermost channel(String value) {
    return with("channel", value);
  }

  /** Sets {@code username}; from Alertmanager 0.30 on. */
  public Mattermost username(String value) {
    return with("username", value);
  }

  /** Sets {@code text}; from Alertmanager 0.30 on. */
  public Mattermost text(String value) {
    return with("text", value);
  }

  /** Sets {@code fallback}; from Alertmanager 0.32 on. */
  public Mattermost fallback(String value) {
    return with("fallback", value);
  }

  /** Sets {@code color}; from Alertmanager 0.32 on. */
  public Mattermost color(String value) {
    return with("color", value);
  }

  /** Sets {@code pretext}; from Alertmanager 0.32 on. */
  public Mattermost pretext(String value) {
    return with("pretext", value);
  }

  /** Sets {@code author_name}; from Alertmanager 0.32 on. */
  public Mattermost authorName(String value) {
    return with("author_name", value);
  }

  /** Sets {@code author_link}; from Alertmanager 0.32 on. */
  public Mattermost authorLink(String value) {
    return with("author_link", value);
  }

  /** Sets {@code author_icon}; from Alertmanager 0.32 on. */
  public Mattermost authorIcon(String value) {
    return with("author_icon", value);
  }

  /** Sets {@code title}; from Alertmanager 0.32 on. */
  public Mattermost title(String value) {
    return with("title", value);
  }

  /** Sets {@code title_link}; from Alertmanager 0.32 on. */
  public Mattermost titleLink(String value) {
    return with("title_link", value);
  }

  /** Sets {@code fields}, in place of those before; from Alertmanager 0.32 on. */
  public Mattermost shownFields(MattermostField... value) {
    return with("fields", Values.parts(value));
  }

  /** Sets {@code thumb_url}; from Alertmanager 0.32 on. */
  public Mattermost thumbUrl(String value) {
    return with("thumb_url", value);
  }

  /** Sets {@code footer}; from Alertmanager 0.32 on. */
  public Mattermost footer(String value) {
    return with("footer", value);
  }

  /** Sets {@code footer_icon}; from Alertmanager 0.32 on. */
  public Mattermost footerIcon(String value) {
    return with("footer_icon", value);
  }

  /** Sets {@code image_url}; from Alertmanager 0.32 on. */
  public Mattermost imageUrl(String value) {
    return with("image_url", value);
  }

  /** Sets {@code icon_url}; from Alertmanager 0.30 on. */
  public Mattermost iconUrl(String value) {
    return with("icon_url", value);
  }

  /** Sets {@code icon_emoji}; from Alertmanager 0.30 on. */
  public Mattermost iconEmoji(String value) {
    return with("icon_emoji", value);
  }

  /** Sets {@code attachments}, in place of those before; from Alertmanager 0.30 on. */
  public Mattermost attachments(MattermostAttachment... value) {
    return with("attachments", Values.parts(value));
  }

  /** Sets {@code type}; from Alertmanager 0.30 on. */
  public Mattermost type(String value) {
    return with("type", value);
  }

  /** Sets {@code props}; from Alertmanager 0.30 on. */
  public Mattermost props(MattermostProps value) {
    return with("props", value.fields());
  }

  /** Sets {@code priority}; from Alertmanager 0.30 on. */
  public Mattermost priority(MattermostPriority value) {
    return with("priority", value.fields());
  }

  /** Any other field, as Alertmanager names it. */
  public Mattermost with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Mattermost withFields(Fields others) {
    return new Mattermost(others);
  }

  @Override
  public String kind() {
    return "mattermost_configs";
  }
}
