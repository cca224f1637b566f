package dev.tocsin.dsl.alertmanager;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#msteamsv2_config">msteamsv2_config</a>
 * describes it. Written from the table of fields.
 */
public final class MsTeamsV2 extends Integration {
  private MsTeamsV2(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param webhookUrl {@code webhook_url}
   */
  public static MsTeamsV2 msTeamsV2(Secret webhookUrl) {
    return new MsTeamsV2(Fields.NONE.with("webhook_url", webhookUrl).with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public MsTeamsV2 sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.28 on. */
  public MsTeamsV2 httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code title}; from Alertmanager 0.28 on. */
  public MsTeamsV2 title(String value) {
    return with("title", value);
  }

  /** Sets {@code text}; from Alertmanager 0.28 on. */
  public MsTeamsV2 text(String value) {
    return with("text", value);
  }

  /** Any other field, as Alertmanager names it. */
  public MsTeamsV2 with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public MsTeamsV2 withFields(Fields others) {
    return new MsTeamsV2(others);
  }

  @Override
  public String kind() {
    return "msteamsv2_configs";
  }
}
