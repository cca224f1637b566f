package dev.tocsin.harness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
 * run concurrently. Of those that wait and fit, the first by JUnit's {@link Order} begins.
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
      SHARED.acquire(share(context), order(context));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    if (isForEachTest(context)) {
      SHARED.acquire(share(context), order(context));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (isForEachTest(context)) {
      SHARED.release(share(context));
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!isForEachTest(context)) {
      SHARED.release(share(context));
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
