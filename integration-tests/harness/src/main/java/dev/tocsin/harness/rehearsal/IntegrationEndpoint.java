package dev.tocsin.harness.rehearsal;

import dev.tocsin.harness.receivers.HttpKind;
import java.util.List;
import java.util.Optional;

/**
 * Where an integration has the address that it notifies: a field of its own, and the one of {@code
 * global} that holds where it says none. Slack, PagerDuty, webhooks and mail have classes of their
 * own; Pushover's address is fixed in Alertmanager.
 *
 * @param kind the sink that replaces it
 * @param key such as {@code opsgenie_configs}
 * @param field its own field
 * @param global the field of {@code global}; empty where there is none
 */
record IntegrationEndpoint(HttpKind kind, String key, String field, String global) {
  static final List<IntegrationEndpoint> ALL =
      List.of(
          door("discord_configs", "webhook_url", ""),
          door("incidentio_configs", "url", ""),
          door("jira_configs", "api_url", "jira_api_url"),
          door("mattermost_configs", "webhook_url", "mattermost_webhook_url"),
          door("msteams_configs", "webhook_url", ""),
          door("msteamsv2_configs", "webhook_url", ""),
          door("opsgenie_configs", "api_url", "opsgenie_api_url"),
          door("rocketchat_configs", "api_url", "rocketchat_api_url"),
          door("sns_configs", "api_url", ""),
          door("telegram_configs", "api_url", "telegram_api_url"),
          door("victorops_configs", "api_url", "victorops_api_url"),
          door("webex_configs", "api_url", "webex_api_url"),
          door("wechat_configs", "api_url", "wechat_api_url"));

  private static IntegrationEndpoint door(String key, String field, String global) {
    return new IntegrationEndpoint(HttpKind.of(key).orElseThrow(), key, field, global);
  }

  static Optional<IntegrationEndpoint> of(String key) {
    return ALL.stream().filter(door -> door.key.equals(key)).findFirst();
  }

  static Optional<IntegrationEndpoint> ofGlobal(String field) {
    return ALL.stream().filter(door -> door.global.equals(field)).findFirst();
  }
}
