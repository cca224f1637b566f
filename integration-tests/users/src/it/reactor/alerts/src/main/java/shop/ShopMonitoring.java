package shop;

import static dev.tocsin.dsl.Tocsin.*;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Runbook;
import java.net.URI;

public class ShopMonitoring implements Monitoring {
  static final Gauge<Count> BASKETS = gauge("shop_open_baskets", COUNT, JOB, INSTANCE);

  static final Runbook FULL =
      runbook("too-many-baskets")
          .symptoms("The shop is slow.")
          .investigation("Look at the number of open baskets.")
          .resolution("Add an instance.")
          .escalation("After 30 minutes call the shop's team.");

  static final Alert TOO_MANY_BASKETS =
      critical("TooManyBaskets")
          .when(BASKETS.isGreaterThan(count(Limits.BASKETS)))
          .forDuration(ofMinutes(5))
          .summary("{{ $labels.instance }} has {{ $value }} open baskets")
          .description("More than 100 baskets are open on {{ $labels.instance }}.")
          .runbook(FULL);

  @Override
  public MonitoringModel define() {
    return monitoring("shop", group("shop", TOO_MANY_BASKETS))
        .runbookBaseUrl(URI.create("https://runbooks.example.org/shop/"));
  }
}
