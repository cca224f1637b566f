package dev.tocsin.dsl.alertmanager;

/** Alertmanager's {@code jira_field}. Written from the table of fields. */
public final class JiraField extends Part {
  private JiraField(Fields fields) {
    super(fields);
  }

  /**
   * One with what it needs.
   *
   * @param template {@code template}
   */
  public static JiraField jiraField(String template) {
    return new JiraField(Fields.NONE.with("template", template));
  }

  /** Sets {@code enable_update}; from Alertmanager 0.30 on. */
  public JiraField enableUpdate(boolean value) {
    return with("enable_update", value);
  }

  /** Any other field, as Alertmanager names it. */
  public JiraField with(String field, Object value) {
    return new JiraField(fields().with(field, value));
  }
}
