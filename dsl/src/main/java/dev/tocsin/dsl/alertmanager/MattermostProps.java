package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code mattermost_props}. Written from the table of fields. */
public final class MattermostProps extends Part {
  private MattermostProps(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param card {@code card}
   */
  public static MattermostProps mattermostProps(String card) {
    return new MattermostProps(Fields.NONE.with("card", card));
  }

  /** Any other field, as Alertmanager names it. */
  public MattermostProps with(String field, Object value) {
    return new MattermostProps(fields().with(field, value));
  }
}
