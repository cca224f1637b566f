package dev.tocsin.harness.servers;

import java.util.List;
import org.apiguardian.api.API;

/** Ends what was opened: all of it, whatever becomes of one part. */
@API(status = API.Status.INTERNAL)
public final class Closing {
  private Closing() {}

  /**
   * Closes all, the last one first.
   *
   * @throws IllegalStateException when some cannot be closed, once all have been tried; the first
   *     reason is its cause, and the others are beside it
   */
  public static void all(List<? extends AutoCloseable> opened) {
    IllegalStateException failure = null;
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("a part of the test bed cannot be closed: " + e, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes all because of a failure, which matters more than what cannot be closed. */
  public static void all(List<? extends AutoCloseable> opened, Throwable because) {
    try {
      all(opened);
    } catch (IllegalStateException e) {
      because.addSuppressed(e);
    }
  }
}
