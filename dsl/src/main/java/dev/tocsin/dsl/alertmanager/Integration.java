package dev.tocsin.dsl.alertmanager;

import java.util.Objects;

/**
 * One way in which a {@link dev.tocsin.dsl.model.Receiver} is notified: Slack, PagerDuty, e-mail, a
 * webhook and all others that Alertmanager has. Each has its fields as Alertmanager names them, and
 * withers for them in Java's, written from {@link dev.tocsin.dsl.schema.Schema}.
 */
public abstract sealed class Integration
    permits Discord,
        Email,
        IncidentIo,
        Jira,
        Mattermost,
        MsTeams,
        MsTeamsV2,
        OpsGenie,
        PagerDuty,
        Pushover,
        RocketChat,
        Slack,
        Sns,
        Telegram,
        VictorOps,
        WeChat,
        Webex,
        Webhook {
  private final Fields fields;

  Integration(Fields fields) {
    this.fields = fields;
  }

  /**
   * One of a kind with nothing set, for what its factory asks for and {@code global} or another
   * field gives: {@code bare(Slack.class).channel("#alerts")} takes the address from {@code
   * slack_api_url}.
   *
   * @param kind the class, such as {@code Slack.class}
   */
  public static <I extends Integration> I bare(Class<I> kind) {
    return kind.cast(EmptyIntegrations.of(kind));
  }

  /** The key in a receiver for integrations of this kind, such as {@code slack_configs}. */
  public abstract String kind();

  /** The same integration with other fields, as a rehearsal needs it. */
  public abstract Integration withFields(Fields others);

  /** What it says, as Alertmanager names it. */
  public Fields fields() {
    return fields;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Integration that
        && other.getClass() == getClass()
        && that.fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return Objects.hash(getClass(), fields);
  }

  @Override
  public String toString() {
    return kind() + fields;
  }
}
