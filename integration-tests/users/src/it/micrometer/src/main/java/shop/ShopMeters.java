package shop;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the shop measures. */
public final class ShopMeters {
  private final AtomicInteger openBaskets;
  private final Counter orders;
  private final Timer checkout;

  public ShopMeters(MeterRegistry registry) {
    openBaskets = registry.gauge("shop.open.baskets", new AtomicInteger());
    orders = Counter.builder("shop.orders").description("Orders.").register(registry);
    checkout =
        Timer.builder("shop.checkout")
            .description("How long a checkout takes.")
            .serviceLevelObjectives(
                Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2))
            .register(registry);
  }

  public void ordered(Duration took) {
    orders.increment();
    checkout.record(took);
    openBaskets.decrementAndGet();
  }
}
