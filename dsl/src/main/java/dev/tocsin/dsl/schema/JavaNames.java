package dev.tocsin.dsl.schema;

import java.util.Locale;
import java.util.Map;

/** What the parts and fields of Alertmanager's configuration are called in the Java language. */
public final class JavaNames {
  /** Structs whose Java name is not their own in Java's spelling. */
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("http_config", "HttpClient"),
          Map.entry("incidentio_config", "IncidentIo"),
          Map.entry("msteams_config", "MsTeams"),
          Map.entry("msteamsv2_config", "MsTeamsV2"),
          Map.entry("oauth2", "OAuth2"),
          Map.entry("opsgenie_config", "OpsGenie"),
          Map.entry("opsgenie_responder", "OpsGenieResponder"),
          Map.entry("pagerduty_config", "PagerDuty"),
          Map.entry("pagerduty_image", "PagerDutyImage"),
          Map.entry("pagerduty_link", "PagerDutyLink"),
          Map.entry("rocketchat_config", "RocketChat"),
          Map.entry("rocketchat_action", "RocketChatAction"),
          Map.entry("rocketchat_field", "RocketChatField"),
          Map.entry("sigv4", "SigV4"),
          Map.entry("tls_config", "Tls"),
          Map.entry("victorops_config", "VictorOps"),
          Map.entry("wechat_config", "WeChat"));

  /** Fields, everywhere or in one struct, whose word would mean something else in Java. */
  private static final Map<String, String> WORDS =
      Map.of(
          "class", "alertClass",
          "jira_config.fields", "issueFields",
          "fields", "shownFields",
          "short", "isShort");

  private JavaNames() {}

  /** The simple name of a struct's class: {@code Slack} for {@code slack_config}. */
  public static String className(String struct) {
    return CLASSES.getOrDefault(struct, capitalized(camel(struct.replaceAll("_config$", ""))));
  }

  /** The method that sets a field of a struct: {@code sendResolved} for {@code send_resolved}. */
  public static String word(String struct, String field) {
    String own = WORDS.get(struct + "." + field);
    return own != null ? own : WORDS.getOrDefault(field, camel(field));
  }

  /** {@code title_link} as {@code titleLink}. */
  public static String camel(String snake) {
    StringBuilder out = new StringBuilder();
    for (String word : snake.split("_")) {
      out.append(out.isEmpty() ? word : capitalized(word));
    }
    return out.toString();
  }

  private static String capitalized(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
