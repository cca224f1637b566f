package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.harness.contract.Contract;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopMetersTest {
  /** A meter that is renamed or removed leaves its alerts silent: here it fails, by name. */
  @Test
  void theShopExportsWhatTheAlertsUse() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new ShopMeters(registry);

    assertEquals(
        List.of(),
        Contract.of(new ShopMonitoring().define())
            .against("shop", registry.scrape())
            .problems());
  }
}
