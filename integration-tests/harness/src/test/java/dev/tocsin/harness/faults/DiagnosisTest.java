package dev.tocsin.harness.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.receivers.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A team that is notified by webhooks alone sees what arrived, and not the watchdog's every call.
 */
class DiagnosisTest {
  private static Delivery call(String... alerts) {
    return new Delivery.WebhookCall(
        Instant.EPOCH,
        "team",
        "team",
        "firing",
        Stream.of(alerts)
            .map(name -> new Delivery.WebhookAlert("firing", Map.of("alertname", name), Map.of()))
            .toList());
  }

  @Test
  void onlyWhatTellsOfAWatchdogAloneIsLeftOut() {
    Set<String> always = Set.of("Watchdog");

    assertThat(List.of(call("Watchdog"), call("QueueLong"), call("Watchdog", "QueueLong")))
        .extracting(call -> Diagnosis.isHeartbeat(call, always))
        .containsExactly(true, false, false);
  }
}
