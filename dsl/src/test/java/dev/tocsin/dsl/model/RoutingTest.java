package dev.tocsin.dsl.model;

import static dev.tocsin.dsl.alertmanager.Email.email;
import static dev.tocsin.dsl.metric.Label.ALERTNAME;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Label.SEVERITY;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.promql.Matcher;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** By what the notifications are grouped that an alert is told of in. */
final class RoutingTest {
  private static final Receiver TEAM = receiver("team", email("team@x.example"));
  private static final Map<String, String> LABELS =
      Map.of("job", "kiosk", "alertname", "A", "severity", "critical");

  @Test
  void aGroupOfItsOwnAgreesOnAllOfTheAlertsLabels() {
    Route child = route(TEAM).matchers(SEVERITY.is("critical"));

    assertThat(Routing.of(route(TEAM).groupByAll().routes(child), LABELS))
        .singleElement()
        .satisfies(end -> assertThat(end.groupBy()).containsExactly(ALERTNAME, JOB, SEVERITY));
    assertThat(Routing.of(route(TEAM).groupByAll().routes(child.groupBy(JOB)), LABELS))
        .singleElement()
        .satisfies(end -> assertThat(end.groupBy()).containsExactly(JOB));
  }

  /** Routes and inhibitions of several alerts match their names, whatever characters these have. */
  @Test
  void theNamesOfSeveralAlertsAreMatchedAsTheyAre() {
    Alert[] alerts =
        Stream.of("Queue+Long", "Q(host)", "a.b|c", "[x", "^$", "Plain")
            .map(name -> Alert.plain(name).when(promql("up == 0").exists()))
            .toArray(Alert[]::new);
    Matcher matcher = route(TEAM).matchers(alerts).matchers().get(0);
    GoRegexp expression = GoRegexp.anchored(matcher.value());

    assertThat(alerts).allMatch(alert -> expression.find(alert.name()));
    assertThat(List.of("QueueLong", "Qhost", "aXb", "c", "", "Plains")).noneMatch(expression::find);
    assertThat(route(TEAM).matchers(alerts[5], alerts[0]).matchers().get(0).value())
        .isEqualTo("Plain|Queue\\+Long");
  }
}
