package dev.tocsin.dsl.alertmanager;

import java.net.URI;
import java.util.List;

/** One integration of each kind with nothing set: {@link Integration#bare} gives them. */
final class EmptyIntegrations {
  private static final Secret NONE = Secret.env("NONE");
  private static final URI NOWHERE = URI.create("http://localhost");

  private static final List<Integration> ALL =
      List.of(
          Discord.discord(NONE),
          Email.email("nobody"),
          IncidentIo.incidentIo(NOWHERE, NONE),
          Jira.jira(NOWHERE, "none", "none"),
          Mattermost.mattermost(NONE),
          MsTeams.msTeams(NONE),
          MsTeamsV2.msTeamsV2(NONE),
          OpsGenie.opsGenie(NONE),
          PagerDuty.pagerDuty(NONE),
          Pushover.pushover(NONE, NONE),
          RocketChat.rocketChat(NONE, NONE),
          Slack.slack("none", NONE),
          Sns.sns("none"),
          Telegram.telegram(NONE, 0),
          VictorOps.victorOps(NONE, "none"),
          WeChat.weChat(NONE, "none"),
          Webex.webex(HttpClient.httpClient(), "none"),
          Webhook.webhook(NOWHERE));

  private EmptyIntegrations() {}

  static Integration of(Class<? extends Integration> kind) {
    for (Integration one : ALL) {
      if (one.getClass() == kind) {
        return one.withFields(Fields.NONE);
      }
    }
    throw new IllegalArgumentException(
        "unknown integration " + kind.getSimpleName() + ": use a class such as Slack.class");
  }
}
