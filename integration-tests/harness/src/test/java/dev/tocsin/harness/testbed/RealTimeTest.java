package dev.tocsin.harness.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Shop;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of the shop, whose alerts look at five minutes of scrapes each 15 s. */
class RealTimeTest {
  private static RealTime shrunk(double factor, Duration slowest) {
    return new RealTime(factor, slowest, Map.of());
  }

  @Test
  void aWindowHoldsTheSlowestRequestThreeTimes() {
    assertThat(shrunk(6, Duration.ofSeconds(100)).problems(Shop.model())).isEmpty();
    assertThat(shrunk(6, Duration.ofSeconds(120)).problems(Shop.model()))
        .isNotEmpty()
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains("window of 5m must hold its scenario's slowest request three times")
                    .contains("which takes 6m: let windows shrink by at most 5.00")
                    .contains("take longer than 1m40s"));
  }

  @Test
  void anAlertMayHaveAScenarioOfItsOwn() {
    RealTime other = shrunk(6, Duration.ofSeconds(120));
    for (var alert : Shop.model().alerts()) {
      other = other.slowestRequest(alert.name(), Duration.ofSeconds(1));
    }

    assertThat(other.problems(Shop.model())).isEmpty();
  }

  @Test
  void aWindowHoldsTenScrapes() {
    var seldom =
        Shop.model()
            .prometheus(
                Shop.model()
                    .prometheus()
                    .orElseThrow()
                    .scrapeInterval(Duration.ofSeconds(31))
                    .scrapeTimeout(Duration.ofSeconds(10))
                    .evaluationInterval(Duration.ofSeconds(31)));

    assertThat(shrunk(2, Duration.ZERO).problems(seldom))
        .isNotEmpty()
        .allSatisfy(
            problem ->
                assertThat(problem)
                    .contains("must hold ten scrapes, which take 5m10s")
                    .contains("shrink by at most 1.93"));
  }
}
