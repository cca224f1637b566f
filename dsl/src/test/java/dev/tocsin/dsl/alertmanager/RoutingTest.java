package dev.tocsin.dsl.alertmanager;

import static dev.tocsin.dsl.Label.ALERT_NAME;
import static dev.tocsin.dsl.Label.JOB;
import static dev.tocsin.dsl.Label.SEVERITY;
import static dev.tocsin.dsl.alertmanager.Email.email;
import static dev.tocsin.dsl.alertmanager.Receiver.receiver;
import static dev.tocsin.dsl.alertmanager.Route.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** By what the notifications are grouped that an alert is told of in. */
final class RoutingTest {
  private static final Receiver TEAM = receiver("team", email("team@x.example"));
  private static final Map<String, String> LABELS =
      Map.of("job", "kiosk", "alertname", "A", "severity", "critical");

  @Test
  void aGroupOfItsOwnAgreesOnAllOfTheAlertsLabels() {
    Route child = to(TEAM).when(SEVERITY.is("critical"));

    assertThat(Routing.of(to(TEAM).ungrouped().with(child), LABELS))
        .singleElement()
        .satisfies(end -> assertThat(end.groupBy()).containsExactly(ALERT_NAME, JOB, SEVERITY));
    assertThat(Routing.of(to(TEAM).ungrouped().with(child.groupedBy(JOB)), LABELS))
        .singleElement()
        .satisfies(end -> assertThat(end.groupBy()).containsExactly(JOB));
  }
}
