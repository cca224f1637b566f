package dev.tocsin.harness.scenario;

import static dev.tocsin.dsl.Tocsin.alertmanager;
import static dev.tocsin.dsl.Tocsin.env;
import static dev.tocsin.dsl.Tocsin.group;
import static dev.tocsin.dsl.Tocsin.monitoring;
import static dev.tocsin.dsl.Tocsin.promql;
import static dev.tocsin.dsl.Tocsin.receiver;
import static dev.tocsin.dsl.Tocsin.route;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.Tocsin;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DestinationTest {
  private static final Receiver TEAM =
      receiver(
          "team",
          Tocsin.slack("#kiosk", env("SLACK_URL")),
          Tocsin.email("team@example.org"),
          Tocsin.pagerDuty(env("PAGER_KEY")));

  private static final MonitoringModel MODEL =
      monitoring("m", group("g", plain("QueueLong").when(promql("queue > 5").exists())))
          .alertmanager(
              alertmanager(
                  route(TEAM)
                      .routes(
                          route(
                              receiver(
                                  "switch",
                                  Tocsin.webhook(URI.create("http://switch.example.org")))))));

  private static Scenario notifying(Destination... destinations) {
    return scenario("QueueLong").notifies(destinations);
  }

  @Test
  void aReceiverIsAllOfItsIntegrations() {
    String[] all = {"PagerDuty PAGER_KEY", "Slack #kiosk by SLACK_URL", "mail to team@example.org"};
    assertThat(scenario("QueueLong").notifies(TEAM).destinations(MODEL).orElseThrow())
        .containsExactly(all);
    assertThat(notifying(Destination.receiver("team")).destinations(MODEL).orElseThrow())
        .containsExactly(all);
    assertThat(
            notifying(
                    Destination.slack("#kiosk"),
                    Destination.email("team@example.org"),
                    Destination.pagerDuty("PAGER_KEY"))
                .destinations(MODEL)
                .orElseThrow())
        .containsExactly(all);
    assertThat(notifying(Destination.webhook("switch")).destinations(MODEL).orElseThrow())
        .containsExactly("webhook switch");
    assertThat(notifying().destinations(MODEL).orElseThrow()).isEmpty();
  }

  @Test
  void whatNoReceiverNotifiesIsNamedWithWhatIsSimilar() {
    Scenario scenario =
        scenario("QueueLong")
            .onlyDuring("day", Destination.slack("#kiosks"))
            .repeatInterval(Duration.ofHours(4), Destination.receiver("taem"));

    assertThat(scenario.unknownDestinations(MODEL))
        .containsExactly(
            "no receiver notifies Slack \"#kiosks\"; did you mean \"#kiosk\"?",
            "no receiver is named \"taem\"; did you mean \"team\"?");
    assertThat(scenario.promisedHours(MODEL, "Slack #kiosk by SLACK_URL")).isEmpty();
  }

  @Test
  void aPromiseForSomeIsNotOneForAll() {
    Scenario scenario =
        scenario("QueueLong")
            .repeatInterval(Duration.ofHours(4))
            .repeatInterval(Duration.ofHours(1), Destination.slack("#kiosk"));

    assertThat(scenario.promisedRepeat(MODEL, "Slack #kiosk by SLACK_URL"))
        .hasValue(Duration.ofHours(1));
    assertThat(scenario.promisedRepeat(MODEL, "mail to team@example.org"))
        .hasValue(Duration.ofHours(4));
  }
}
