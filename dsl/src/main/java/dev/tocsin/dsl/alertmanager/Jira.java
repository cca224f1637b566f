package dev.tocsin.dsl.alertmanager;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#jira_config">jira_config</a>
 * describes it. Written from the table of fields.
 */
public final class Jira extends Integration {
  private Jira(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param apiUrl {@code api_url}
   * @param project {@code project}
   * @param issueType {@code issue_type}
   */
  public static Jira jira(URI apiUrl, String project, String issueType) {
    return new Jira(
        Fields.NONE
            .with("api_url", apiUrl.toString())
            .with("project", project)
            .with("issue_type", issueType)
            .with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Jira sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.28 on. */
  public Jira httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code api_type}: auto, cloud, datacenter; from Alertmanager 0.29 on. */
  public Jira apiType(String value) {
    return with("api_type", value);
  }

  /** Sets {@code summary}; from Alertmanager 0.28 on. */
  public Jira summary(JiraField value) {
    return with("summary", value.fields());
  }

  /** Sets {@code description}; from Alertmanager 0.28 on. */
  public Jira description(JiraField value) {
    return with("description", value.fields());
  }

  /** Sets {@code labels}; from Alertmanager 0.28 on. */
  public Jira labels(String... value) {
    return with("labels", List.of(value));
  }

  /** Sets {@code priority}; from Alertmanager 0.28 on. */
  public Jira priority(String value) {
    return with("priority", value);
  }

  /** Sets {@code reopen_transition}; from Alertmanager 0.28 on. */
  public Jira reopenTransition(String value) {
    return with("reopen_transition", value);
  }

  /** Sets {@code resolve_transition}; from Alertmanager 0.28 on. */
  public Jira resolveTransition(String value) {
    return with("resolve_transition", value);
  }

  /** Sets {@code wont_fix_resolution}; from Alertmanager 0.28 on. */
  public Jira wontFixResolution(String value) {
    return with("wont_fix_resolution", value);
  }

  /** Sets {@code reopen_duration}; from Alertmanager 0.28 on. */
  public Jira reopenDuration(Duration value) {
    return with("reopen_duration", value);
  }

  /** Sets {@code fields}, by name; from Alertmanager 0.28 on. */
  public Jira issueFields(Map<String, ?> value) {
    return with("fields", Fields.of(value));
  }

  /** Any other field, as Alertmanager names it. */
  public Jira with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Jira withFields(Fields others) {
    return new Jira(others);
  }

  @Override
  public String kind() {
    return "jira_configs";
  }
}
