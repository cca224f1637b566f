package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.go.GoDuration;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A message in a <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#slack_config">Slack</a> channel.
 * Alertmanager does not notify Slack of resolved alerts by default; this does, unless {@link
 * #sendResolved} is false.
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

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public Slack sendResolved(boolean value) {
    return with("send_resolved", value);
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

  // Written from the table of fields: begin

  /** Sets {@code http_config}. */
  public Slack httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code api_url}. */
  public Slack apiUrl(Secret value) {
    return with("api_url", value);
  }

  /** Sets {@code app_token}; from Alertmanager 0.30 on. */
  public Slack appToken(Secret value) {
    return with("app_token", value);
  }

  /** Sets {@code app_url}; from Alertmanager 0.30 on. */
  public Slack appUrl(URI value) {
    return with("app_url", value.toString());
  }

  /** Sets {@code channel}. */
  public Slack channel(String value) {
    return with("channel", value);
  }

  /** Sets {@code username}. */
  public Slack username(String value) {
    return with("username", value);
  }

  /** Sets {@code pretext}. */
  public Slack pretext(String value) {
    return with("pretext", value);
  }

  /** Sets {@code message_text}; from Alertmanager 0.31 on. */
  public Slack messageText(String value) {
    return with("message_text", value);
  }

  /** Sets {@code fields}, in place of those before. */
  public Slack shownFields(SlackField... value) {
    return with("fields", Values.parts(value));
  }

  /** Sets {@code short_fields}. */
  public Slack shortFields(boolean value) {
    return with("short_fields", value);
  }

  /** Sets {@code footer}. */
  public Slack footer(String value) {
    return with("footer", value);
  }

  /** Sets {@code fallback}. */
  public Slack fallback(String value) {
    return with("fallback", value);
  }

  /** Sets {@code callback_id}. */
  public Slack callbackId(String value) {
    return with("callback_id", value);
  }

  /** Sets {@code icon_emoji}. */
  public Slack iconEmoji(String value) {
    return with("icon_emoji", value);
  }

  /** Sets {@code icon_url}. */
  public Slack iconUrl(String value) {
    return with("icon_url", value);
  }

  /** Sets {@code image_url}. */
  public Slack imageUrl(String value) {
    return with("image_url", value);
  }

  /** Sets {@code thumb_url}. */
  public Slack thumbUrl(String value) {
    return with("thumb_url", value);
  }

  /** Sets {@code link_names}. */
  public Slack linkNames(boolean value) {
    return with("link_names", value);
  }

  /** Sets {@code mrkdwn_in}. */
  public Slack mrkdwnIn(String... value) {
    return with("mrkdwn_in", List.of(value));
  }

  /** Sets {@code actions}, in place of those before. */
  public Slack actions(SlackAction... value) {
    return with("actions", Values.parts(value));
  }

  /** Sets {@code update_message}; from Alertmanager 0.32 on. */
  public Slack updateMessage(boolean value) {
    return with("update_message", value);
  }

  /** Sets {@code timeout}; from Alertmanager 0.30 on. */
  public Slack timeout(Duration value) {
    return with("timeout", GoDuration.goText(value));
  }

  // Written from the table of fields: end

  @Override
  public Slack withFields(Fields others) {
    return new Slack(others);
  }

  @Override
  public String kind() {
    return "slack_configs";
  }
}
