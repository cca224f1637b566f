package dev.tocsin.generator.read;

import dev.tocsin.dsl.Secret;
import dev.tocsin.dsl.alertmanager.Discord;
import dev.tocsin.dsl.alertmanager.Email;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.HttpClient;
import dev.tocsin.dsl.alertmanager.IncidentIo;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Jira;
import dev.tocsin.dsl.alertmanager.Mattermost;
import dev.tocsin.dsl.alertmanager.MsTeams;
import dev.tocsin.dsl.alertmanager.MsTeamsV2;
import dev.tocsin.dsl.alertmanager.OpsGenie;
import dev.tocsin.dsl.alertmanager.PagerDuty;
import dev.tocsin.dsl.alertmanager.Pushover;
import dev.tocsin.dsl.alertmanager.RocketChat;
import dev.tocsin.dsl.alertmanager.Slack;
import dev.tocsin.dsl.alertmanager.Sns;
import dev.tocsin.dsl.alertmanager.Telegram;
import dev.tocsin.dsl.alertmanager.VictorOps;
import dev.tocsin.dsl.alertmanager.WeChat;
import dev.tocsin.dsl.alertmanager.Webex;
import dev.tocsin.dsl.alertmanager.Webhook;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** All kinds of integration by the key under which they stand in a receiver. */
final class Integrations {
  private static final Secret NONE = Secret.env("NONE");
  private static final URI NOWHERE = URI.create("http://localhost");

  /** One of each kind, whose fields are replaced by those that were read. */
  private static final Map<String, Integration> SAMPLES = samples();

  private Integrations() {}

  private static Map<String, Integration> samples() {
    Map<String, Integration> all = new LinkedHashMap<>();
    for (Integration sample :
        List.of(
            Discord.discord(NONE),
            Email.email("nobody"),
            IncidentIo.incidentIo(NOWHERE, NONE),
            Jira.jira(NOWHERE, "NONE", "NONE"),
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
            Webhook.webhook(NOWHERE))) {
      all.put(sample.kind(), sample);
    }
    return Collections.unmodifiableMap(all);
  }

  /** The keys, such as {@code slack_configs}. */
  static List<String> kinds() {
    return new ArrayList<>(SAMPLES.keySet());
  }

  /** The integration of this kind with these fields. */
  static Integration of(String kind, Fields fields) {
    return Objects.requireNonNull(SAMPLES.get(kind), kind).withFields(fields);
  }
}
