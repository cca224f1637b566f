package dev.tocsin.inference.http;

import dev.tocsin.inference.metrics.Outcome;
import io.javalin.http.Context;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The body of a request, read asynchronously: no thread waits for it.
 *
 * <p>A body that is incomplete after the client timeout is refused if its average rate is below
 * {@link #LEAST_RATE}. What was read counts against {@link RequestMemory}.
 */
public final class RequestBody implements ReadListener {

  /** The minimum rate of a body in bytes per second, on average since the request arrived. */
  static final int LEAST_RATE = 16 << 10;

  // This much beyond the limit is still read, so that the client gets to read the answer.
  private static final int EXCESS = 64 << 10;
  private static final int FIRST = 8 << 10;

  private final ServletInputStream in;
  private final int most;
  private final RequestMemory memory;
  private final long arrived;
  private final Duration patience;
  private final CompletableFuture<RequestBody> done = new CompletableFuture<>();

  private byte[] bytes = new byte[0];
  private int reserved;
  private int size;
  private long excess;
  private volatile long received;
  private boolean released;

  private RequestBody(
      ServletInputStream in, int most, RequestMemory memory, long arrived, Duration patience) {
    this.in = in;
    this.most = most;
    this.memory = memory;
    this.arrived = arrived;
    this.patience = patience;
  }

  /**
   * Starts to read; the request must be asynchronous.
   *
   * @param most the maximum length in bytes
   * @param arrived when the request arrived, by {@link System#nanoTime}
   */
  public static RequestBody read(
      Context context, int most, RequestMemory memory, ConnectionLimits limits, long arrived) {
    try {
      ServletInputStream in = context.req().getInputStream();
      RequestBody body = new RequestBody(in, most, memory, arrived, limits.patience());
      if (context.req().getContentLengthLong() > most + (long) EXCESS) {
        body.fail(body.tooLarge());
      } else {
        limits.watch(body);
        in.setReadListener(body);
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Completes with this, or with an {@link ApiException}. */
  public CompletableFuture<RequestBody> done() {
    return done;
  }

  synchronized int size() {
    return size;
  }

  /** The whole body. */
  public synchronized InputStream stream() {
    return new ByteArrayInputStream(bytes, 0, size);
  }

  /** Releases the memory. */
  public synchronized void release() {
    if (!released) {
      released = true;
      memory.readDone(reserved);
      bytes = new byte[0];
    }
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] piece = new byte[FIRST];
    while (!done.isDone() && in.isReady()) {
      int count = in.read(piece);
      if (count < 0) {
        return;
      }
      received += count;
      if (!take(piece, count)) {
        return;
      }
    }
  }

  private boolean take(byte[] piece, int count) {
    ApiException problem = null;
    synchronized (this) {
      if (released) {
        return false;
      }
      if (size + count > most || excess > 0) {
        excess += count;
        problem = excess > EXCESS ? tooLarge() : null;
      } else if (!grow(size + count)) {
        problem =
            ApiException.of(
                Outcome.UNAVAILABLE, "overloaded", "Too many request bodies are being read.");
      } else {
        System.arraycopy(piece, 0, bytes, size, count);
        size += count;
      }
    }
    if (problem != null) {
      fail(problem);
    }
    return problem == null;
  }

  private boolean grow(int needed) {
    if (needed <= bytes.length) {
      return true;
    }
    int length = Math.max(needed, Math.min(most, Math.max(FIRST, 2 * bytes.length)));
    if (!memory.read(length)) {
      return false;
    }
    // While it is copied, the old array exists too.
    bytes = Arrays.copyOf(bytes, length);
    memory.readDone(reserved);
    reserved = length;
    return true;
  }

  @Override
  public void onAllDataRead() {
    boolean fits;
    synchronized (this) {
      fits = excess == 0;
    }
    if (fits) {
      done.complete(this);
    } else {
      fail(tooLarge());
    }
  }

  @Override
  public void onError(Throwable problem) {
    fail(
        problem instanceof EOFException
            ? ApiException.of(Outcome.CLIENT_LEFT, null, "The client closed the connection.")
            : ApiException.invalid(
                null, "The body could not be read: " + problem.getMessage() + "."));
  }

  /** Refuses the body if it arrives too slowly. */
  void look(long now) {
    double seconds = (now - arrived) / 1e9;
    if (now - arrived > patience.toNanos() && received < LEAST_RATE * seconds) {
      fail(
          ApiException.of(
              Outcome.SLOW_BODY,
              null,
              "The body arrived too slowly: "
                  + received
                  + " bytes in "
                  + (long) seconds
                  + " s. At least "
                  + LEAST_RATE
                  + " bytes per second are required."));
    }
  }

  private ApiException tooLarge() {
    return ApiException.of(
        Outcome.TOO_LARGE, null, "The body exceeds the limit of " + most + " bytes.");
  }

  private void fail(ApiException problem) {
    if (done.completeExceptionally(problem)) {
      release();
    }
  }
}
