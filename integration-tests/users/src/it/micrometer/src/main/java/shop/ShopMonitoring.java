package shop;

import static dev.tocsin.dsl.Tocsin.*;
import static java.time.Duration.*;

import dev.tocsin.dsl.model.*;
import java.net.URI;

/** The alerts use the constants of ShopMetrics, which is generated from src/main/metrics. */
public final class ShopMonitoring implements Monitoring {
  private static final Runbook SLOW =
      runbook("slow-checkout")
          .symptoms("Customers wait.")
          .investigation("Look at the database.")
          .resolution("Add a replica.")
          .escalation("Call the platform team.");

  static final Alert SLOW_CHECKOUT =
      warning("SlowCheckout")
          .when(
              ShopMetrics.SHOP_CHECKOUT_SECONDS
                  .rate(ofMinutes(5))
                  .sum(by(JOB, INSTANCE))
                  .histogramQuantile(0.95)
                  .isGreaterThan(seconds(1)))
          .forDuration(ofMinutes(5))
          .summary("Slow checkout")
          .description("p95 is {{ $value | humanizeDuration }}.")
          .runbook(SLOW);

  static final Alert FEW_ORDERS =
      warning("FewOrders")
          .when(
              ShopMetrics.SHOP_ORDERS_TOTAL
                  .rate(ofMinutes(30))
                  .sum(by(JOB))
                  .isLessThan(count(0.1).perSecond()))
          .forDuration(ofMinutes(10))
          .summary("Few orders")
          .description("{{ $value }} orders a second.")
          .runbook(SLOW);

  @Override
  public MonitoringModel define() {
    return monitoring("shop", group("shop", SLOW_CHECKOUT, FEW_ORDERS))
        .runbookBaseUrl(URI.create("https://example.org/runbooks"));
  }
}
