package dev.tocsin.harness.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Plays test beds at the same time, for most of the time of each is waiting: one more than there
 * are processors. More would be late.
 */
@API(status = API.Status.INTERNAL)
public final class SideBySide {
  /** So many at a time. */
  public static final int AT_ONCE = 1 + Runtime.getRuntime().availableProcessors();

  private SideBySide() {}

  /**
   * What came of each, in their order. All are played to their end, whatever becomes of others, so
   * that nothing of theirs is left running.
   */
  public static <T> List<T> play(List<Supplier<T>> performances) {
    return play(AT_ONCE, performances);
  }

  /** The same with another number at a time. */
  public static <T> List<T> play(int atOnce, List<Supplier<T>> performances) {
    ExecutorService stagehands =
        Executors.newFixedThreadPool(
            Math.max(1, atOnce),
            work -> {
              Thread thread = new Thread(work, "tocsin-side-by-side");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<CompletableFuture<T>> playing =
          performances.stream().map(it -> CompletableFuture.supplyAsync(it, stagehands)).toList();
      return results(playing);
    } finally {
      stagehands.shutdown();
    }
  }

  private static <T> List<T> results(List<CompletableFuture<T>> playing) {
    List<T> results = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (CompletableFuture<T> one : playing) {
      try {
        results.add(one.join());
      } catch (CompletionException e) {
        failures.add(e.getCause() == null ? e : e.getCause());
      }
    }
    if (!failures.isEmpty()) {
      Throwable first = failures.get(0);
      failures.stream().skip(1).forEach(first::addSuppressed);
      if (first instanceof Error error) {
        throw error;
      }
      throw first instanceof RuntimeException failure ? failure : new IllegalStateException(first);
    }
    return results;
  }

  /** What no machine with as many processors can be faster than, of these bounds in seconds. */
  public static double bound(List<Double> bounds) {
    double longest = bounds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    double all = bounds.stream().mapToDouble(Double::doubleValue).sum();
    return Math.max(longest, all / AT_ONCE);
  }
}
