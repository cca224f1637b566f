package dev.tocsin.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountersTest {
  @Test
  void seriesThatNewerVersionsSplitAreSummed() {
    Counters before =
        Counters.read(
            """
            # TYPE alertmanager_notifications_total counter
            alertmanager_notifications_total{integration="slack"} 3
            alertmanager_notification_requests_total{integration="slack"} 4
            alertmanager_notification_requests_failed_total{integration="slack"} 1
            alertmanager_notifications_failed_total{integration="slack",reason="other"} 0
            alertmanager_notifications_suppressed_total{reason="silence"} 9
            """);
    Counters after =
        Counters.read(
            """
            alertmanager_notifications_total{integration="slack"} 5
            alertmanager_notification_requests_total{integration="slack"} 1.0e+01
            alertmanager_notification_requests_failed_total{integration="slack"} 6
            alertmanager_notifications_failed_total{integration="slack",reason="other"} 1
            alertmanager_notifications_failed_total{integration="slack",reason="serverError"} 1
            """);

    assertThat(after.since(before, "slack", 2))
        .isEqualTo(new Counters.Row("slack", 2, 2, 1, 5, 2))
        .matches(row -> !row.isDelivered());
    assertThat(after.since(before, "email", 0)).matches(Counters.Row::isDelivered);
  }

  @Test
  void anotherProgramsPageTellsNothing() {
    assertThat(Counters.read("up 1\n").ifAny()).isEmpty();
  }
}
