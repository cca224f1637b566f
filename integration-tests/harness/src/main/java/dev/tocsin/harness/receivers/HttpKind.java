package dev.tocsin.harness.receivers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.harness.receivers.Delivery.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The kinds of receiver that Alertmanager notifies by HTTP, besides Slack, PagerDuty and webhooks:
 * where in a message its headline is, what makes it one of an end, and what the real one answers.
 * What is posted is taken from Alertmanager's <a
 * href="https://github.com/prometheus/alertmanager/tree/v0.33.1/notify">notify</a>.
 */
public enum HttpKind {
  DISCORD("discord_configs", "Discord", "", "embeds/0/title", has("embeds/0/color", "3066993")),
  INCIDENT_IO(
      "incidentio_configs",
      "incident.io",
      "{}",
      "commonLabels/alertname",
      has("status", "resolved")),
  JIRA("jira_configs", "Jira", "{}", "fields/summary", HttpKind::said),
  MATTERMOST("mattermost_configs", "Mattermost", "ok", "attachments/0/fallback", HttpKind::said),
  MS_TEAMS("msteams_configs", "Teams", "1", "title", has("themeColor", "2DC72D")),
  MS_TEAMS_V2(
      "msteamsv2_configs",
      "Teams workflow",
      "",
      "attachments/0/content/body/0/text",
      has("attachments/0/content/body/0/color", "Good")),
  OPS_GENIE(
      "opsgenie_configs",
      "OpsGenie",
      "{\"result\":\"Request will be processed\",\"took\":0.1,\"requestId\":\"1\"}",
      "message",
      body -> State.FIRING),
  ROCKET_CHAT(
      "rocketchat_configs",
      "Rocket.Chat",
      "{\"success\":true}",
      "attachments/0/title",
      HttpKind::said),
  SNS(
      "sns_configs",
      "SNS",
      "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>"
          + "<MessageId>1</MessageId></PublishResult><ResponseMetadata><RequestId>1</RequestId>"
          + "</ResponseMetadata></PublishResponse>",
      "Subject",
      HttpKind::said),
  TELEGRAM(
      "telegram_configs",
      "Telegram",
      "{\"ok\":true,\"result\":{\"message_id\":1,\"date\":1,"
          + "\"chat\":{\"id\":1,\"type\":\"group\"}}}",
      "text",
      HttpKind::said),
  VICTOR_OPS(
      "victorops_configs",
      "VictorOps",
      "{\"result\":\"success\",\"entity_id\":\"1\"}",
      "entity_display_name",
      has("message_type", "RECOVERY")),
  WEBEX("webex_configs", "Webex", "{\"id\":\"1\"}", "markdown", HttpKind::said),
  WECHAT(
      "wechat_configs",
      "WeChat",
      "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"of-this-run\",\"expires_in\":7200}",
      "text/content",
      HttpKind::said);

  private final String key;
  private final String title;
  private final String answer;
  private final String headline;
  private final Function<JsonNode, State> state;

  HttpKind(
      String key, String title, String answer, String headline, Function<JsonNode, State> state) {
    this.key = key;
    this.title = title;
    this.answer = answer;
    this.headline = headline;
    this.state = state;
  }

  /**
   * The kind that is under this key in a receiver, such as {@code opsgenie_configs}; empty for one
   * that is notified in another way.
   */
  public static Optional<HttpKind> of(String key) {
    return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  /** The part of an address that distinguishes kinds. */
  String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<HttpKind> ofPath(String path) {
    return Arrays.stream(values()).filter(kind -> kind.path().equals(path)).findFirst();
  }

  /** What the real one answers to a message that it takes. */
  String answer() {
    return answer;
  }

  /** What the message says first; empty when it has no such part. */
  String headline(JsonNode body) {
    String found = at(body, headline).asText();
    int end = found.indexOf('\n');
    return end < 0 ? found : found.substring(0, end);
  }

  State state(JsonNode body) {
    return state.apply(body);
  }

  private static Function<JsonNode, State> has(String path, String value) {
    return body -> at(body, path).asText().equals(value) ? State.RESOLVED : State.FIRING;
  }

  private static JsonNode at(JsonNode body, String path) {
    JsonNode node = body;
    for (String step : path.split("/")) {
      node = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
    }
    return node;
  }

  /** Where only the words decide. */
  private static State said(JsonNode body) {
    return Saying.state(texts(body).toArray(String[]::new));
  }

  /** All texts in it, in their order. */
  static List<String> texts(JsonNode node) {
    List<String> all = new ArrayList<>();
    if (node.isContainerNode()) {
      node.forEach(item -> all.addAll(texts(item)));
    } else if (!node.asText().isEmpty()) {
      all.add(node.asText());
    }
    return all;
  }
}
