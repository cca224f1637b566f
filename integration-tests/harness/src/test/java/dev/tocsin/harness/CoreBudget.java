package dev.tocsin.harness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Lets a test class begin when the cores that it needs are free, or each of its tests where these
 * run concurrently. Of those that wait and fit, the first by JUnit's {@link Order} begins. At the
 * end of each it prints how long that took.
 */
final class CoreBudget
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  /** In tenths of a core. */
  private static final int ALL = 10 * Runtime.getRuntime().availableProcessors();

  private static final CoreBudget SHARED = new CoreBudget();

  /** A test that waits. */
  private static final class Request {
    private final int share;
    private final int order;
    private boolean granted;

    private Request(int share, int order) {
      this.share = share;
      this.order = order;
    }
  }

  private final List<Request> waiting = new ArrayList<>();
  private int free = ALL;

  /** What a class or test waited for its cores, and since when it has them. */
  private record Turn(Duration waited, Instant since) {}

  private static void begin(ExtensionContext context) throws InterruptedException {
    Instant asked = Instant.now();
    SHARED.acquire(share(context), order(context));
    Instant now = Instant.now();
    store(context).put(Turn.class, new Turn(Duration.between(asked, now), now));
  }

  private static void end(ExtensionContext context) {
    Turn turn = store(context).remove(Turn.class, Turn.class);
    if (turn == null) {
      // JUnit ends what never began, too: it waited and was interrupted.
      return;
    }
    SHARED.release(share(context));
    System.out.printf(
        Locale.ROOT,
        "cores: %.1f for %.1f s, after waiting %.1f s: %s%s%n",
        share(context) / 10.0,
        Duration.between(turn.since(), Instant.now()).toMillis() / 1000.0,
        turn.waited().toMillis() / 1000.0,
        context.getRequiredTestClass().getSimpleName(),
        context.getTestMethod().map(method -> "." + method.getName()).orElse(""));
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(ExtensionContext.Namespace.create(CoreBudget.class));
  }

  private synchronized void acquire(int share, int order) throws InterruptedException {
    Request request = new Request(share, order);
    waiting.add(request);
    grant();
    try {
      while (!request.granted) {
        wait();
      }
    } catch (InterruptedException e) {
      if (request.granted) {
        release(share);
      } else {
        waiting.remove(request);
      }
      throw e;
    }
  }

  private synchronized void release(int share) {
    free += share;
    grant();
  }

  private synchronized void grant() {
    waiting.sort(Comparator.comparingInt(request -> request.order));
    waiting.removeIf(this::take);
    notifyAll();
  }

  private boolean take(Request request) {
    if (request.share > free) {
      return false;
    }
    free -= request.share;
    request.granted = true;
    return true;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    if (!isForEachTest(context)) {
      begin(context);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    if (isForEachTest(context)) {
      begin(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (isForEachTest(context)) {
      end(context);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!isForEachTest(context)) {
      end(context);
    }
  }

  private static boolean isForEachTest(ExtensionContext context) {
    Execution execution = context.getRequiredTestClass().getAnnotation(Execution.class);
    return execution != null && execution.value() == ExecutionMode.CONCURRENT;
  }

  private static int share(ExtensionContext context) {
    double cores = context.getRequiredTestClass().getAnnotation(Cores.class).value();
    return (int) Math.max(1, Math.min(ALL, Math.round(10 * cores)));
  }

  private static int order(ExtensionContext context) {
    Order order = context.getRequiredTestClass().getAnnotation(Order.class);
    return order == null ? Order.DEFAULT : order.value();
  }
}
