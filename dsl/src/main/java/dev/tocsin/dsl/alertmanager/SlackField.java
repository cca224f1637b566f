package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code slack_field}. Written from the table of fields. */
public final class SlackField extends Part {
  private SlackField(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param title {@code title}
   * @param value {@code value}
   */
  public static SlackField slackField(String title, String value) {
    return new SlackField(Fields.NONE.with("title", title).with("value", value));
  }

  /** Sets {@code short}. */
  public SlackField isShort(boolean value) {
    return with("short", value);
  }

  /** Any other field, as Alertmanager names it. */
  public SlackField with(String field, Object value) {
    return new SlackField(fields().with(field, value));
  }
}
