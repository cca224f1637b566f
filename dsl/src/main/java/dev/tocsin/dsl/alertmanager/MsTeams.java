package dev.tocsin.dsl.alertmanager;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#msteams_config">msteams_config</a>
 * describes it. Written from the table of fields.
 */
public final class MsTeams extends Integration {
  private MsTeams(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param webhookUrl {@code webhook_url}
   */
  public static MsTeams msTeams(Secret webhookUrl) {
    return new MsTeams(Fields.NONE.with("webhook_url", webhookUrl).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public MsTeams sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.26 on. */
  public MsTeams httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code title}; from Alertmanager 0.26 on. */
  public MsTeams title(String value) {
    return with("title", value);
  }

  /** Sets {@code summary}; from Alertmanager 0.27 on. */
  public MsTeams summary(String value) {
    return with("summary", value);
  }

  /** Sets {@code text}; from Alertmanager 0.26 on. */
  public MsTeams text(String value) {
    return with("text", value);
  }

  /** Any other field, as Alertmanager names it. */
  public MsTeams with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public MsTeams withFields(Fields others) {
    return new MsTeams(others);
  }

  @Override
  public String kind() {
    return "msteams_configs";
  }
}
