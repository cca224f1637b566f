package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code slack_confirmation}. Written from the table of fields. */
public final class SlackConfirmation extends Part {
  private SlackConfirmation(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param text {@code text}
   */
  public static SlackConfirmation slackConfirmation(String text) {
    return new SlackConfirmation(Fields.NONE.with("text", text));
  }

  /** Sets {@code title}. */
  public SlackConfirmation title(String value) {
    return with("title", value);
  }

  /** Sets {@code ok_text}. */
  public SlackConfirmation okText(String value) {
    return with("ok_text", value);
  }

  /** Sets {@code dismiss_text}. */
  public SlackConfirmation dismissText(String value) {
    return with("dismiss_text", value);
  }

  /** Any other field, as Alertmanager names it. */
  public SlackConfirmation with(String field, Object value) {
    return new SlackConfirmation(fields().with(field, value));
  }
}
