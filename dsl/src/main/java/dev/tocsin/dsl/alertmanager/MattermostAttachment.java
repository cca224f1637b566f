package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code mattermost_attachment}. Written from the table of fields. */
public final class MattermostAttachment extends Part {
  private MattermostAttachment(Fields fields) {
    super(fields);
  }

  /** One with nothing set. */
  public static MattermostAttachment mattermostAttachment() {
    return new MattermostAttachment(Fields.NONE);
  }

  /** Sets {@code fallback}; from Alertmanager 0.30 on. */
  public MattermostAttachment fallback(String value) {
    return with("fallback", value);
  }

  /** Sets {@code color}; from Alertmanager 0.30 on. */
  public MattermostAttachment color(String value) {
    return with("color", value);
  }

  /** Sets {@code pretext}; from Alertmanager 0.30 on. */
  public MattermostAttachment pretext(String value) {
    return with("pretext", value);
  }

  /** Sets {@code text}; from Alertmanager 0.30 on. */
  public MattermostAttachment text(String value) {
    return with("text", value);
  }

  /** Sets {@code author_name}; from Alertmanager 0.30 on. */
  public MattermostAttachment authorName(String value) {
    return with("author_name", value);
  }

  /** Sets {@code author_link}; from Alertmanager 0.30 on. */
  public MattermostAttachment authorLink(String value) {
    return with("author_link", value);
  }

  /** Sets {@code author_icon}; from Alertmanager 0.30 on. */
  public MattermostAttachment authorIcon(String value) {
    return with("author_icon", value);
  }

  /** Sets {@code title}; from Alertmanager 0.30 on. */
  public MattermostAttachment title(String value) {
    return with("title", value);
  }

  /** Sets {@code title_link}; from Alertmanager 0.30 on. */
  public MattermostAttachment titleLink(String value) {
    return with("title_link", value);
  }

  /** Sets {@code fields}, in place of those before; from Alertmanager 0.30 on. */
  public MattermostAttachment shownFields(MattermostField... value) {
    return with("fields", Values.parts(value));
  }

  /** Sets {@code thumb_url}; from Alertmanager 0.30 on. */
  public MattermostAttachment thumbUrl(String value) {
    return with("thumb_url", value);
  }

  /** Sets {@code footer}; from Alertmanager 0.30 on. */
  public MattermostAttachment footer(String value) {
    return with("footer", value);
  }

  /** Sets {@code footer_icon}; from Alertmanager 0.30 on. */
  public MattermostAttachment footerIcon(String value) {
    return with("footer_icon", value);
  }

  /** Sets {@code image_url}; from Alertmanager 0.30 on. */
  public MattermostAttachment imageUrl(String value) {
    return with("image_url", value);
  }

  /** Any other field, as Alertmanager names it. */
  public MattermostAttachment with(String field, Object value) {
    return new MattermostAttachment(fields().with(field, value));
  }
}
