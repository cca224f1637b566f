package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.Secret;

/**
 * A message in a <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#slack_config">Slack</a> channel.
 * Alertmanager does not tell Slack of resolved alerts by default; this does, unless {@link
 * #withoutResolved} is asked for.
 */
public final class Slack extends Integration {
  private Slack(Fields fields) {
    super(fields);
  }

  /**
   * A message in {@code channel}, such as {@code #alerts}, by the incoming webhook in the secret.
   */
  public static Slack slack(String channel, Secret webhookUrl) {
    return new Slack(
        Fields.NONE
            .with("api_url", webhookUrl)
            .with("channel", channel)
            .with("send_resolved", true));
  }

  /** Tells of firing alerts only. */
  public Slack withoutResolved() {
    return with("send_resolved", false);
  }

  /** The message's title; a template. */
  public Slack title(String template) {
    return with("title", template);
  }

  /** Where the title leads; a template. */
  public Slack titleLink(String template) {
    return with("title_link", template);
  }

  /** The message's text; a template. */
  public Slack text(String template) {
    return with("text", template);
  }

  /** The colour of the bar beside it: {@code good}, {@code warning}, {@code danger}; a template. */
  public Slack color(String template) {
    return with("color", template);
  }

  /** Any other field, as Alertmanager names it. */
  public Slack with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public Slack withFields(Fields others) {
    return new Slack(others);
  }

  @Override
  public String kind() {
    return "slack_configs";
  }
}
