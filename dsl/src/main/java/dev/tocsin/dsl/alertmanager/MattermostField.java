package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code mattermost_field}. Written from the table of fields. */
public final class MattermostField extends Part {
  private MattermostField(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param title {@code title}
   * @param value {@code value}
   */
  public static MattermostField mattermostField(String title, String value) {
    return new MattermostField(Fields.NONE.with("title", title).with("value", value));
  }

  /** Sets {@code short}; from Alertmanager 0.30 on. */
  public MattermostField isShort(boolean value) {
    return with("short", value);
  }

  /** Any other field, as Alertmanager names it. */
  public MattermostField with(String field, Object value) {
    return new MattermostField(fields().with(field, value));
  }
}
