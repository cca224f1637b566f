package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code slack_action}. Written from the table of fields. */
public final class SlackAction extends Part {
  private SlackAction(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param type {@code type}
   * @param text {@code text}
   * @param url {@code url}
   */
  public static SlackAction slackAction(String type, String text, String url) {
    return new SlackAction(Fields.NONE.with("type", type).with("text", text).with("url", url));
  }

  /** Sets {@code style}. */
  public SlackAction style(String value) {
    return with("style", value);
  }

  /** Sets {@code name}. */
  public SlackAction name(String value) {
    return with("name", value);
  }

  /** Sets {@code value}. */
  public SlackAction value(String value) {
    return with("value", value);
  }

  /** Sets {@code confirm}. */
  public SlackAction confirm(SlackConfirmation value) {
    return with("confirm", value.fields());
  }

  /** Any other field, as Alertmanager names it. */
  public SlackAction with(String field, Object value) {
    return new SlackAction(fields().with(field, value));
  }
}
