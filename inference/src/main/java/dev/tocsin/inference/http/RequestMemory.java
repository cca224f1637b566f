package dev.tocsin.inference.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the share of the Java heap that requests use: bodies while they are read, and the JSON,
 * texts and tokens that are parsed from them.
 *
 * <p>Native code ends the process when an allocation on the heap fails, so no number and no kind of
 * requests may fill it.
 */
public final class RequestMemory {

  /** The maximum number of JSON tokens (values, names, brackets) in a body. */
  static final int MOST_TOKENS = 50_000;

  // Measured in the worst case, a body of empty objects: 80 bytes per object, and 20 bytes of texts
  // and buffers per byte. Rounded up.
  private static final int BYTES_FOR_TOKEN = 128;
  private static final int BYTES_FOR_BYTE = 32;
  private static final int READING_SHARE = 8;
  private static final int HANDLING_SHARE = 4;
  private static final int UNIT = 1024;

  private final Semaphore reading;
  private final Semaphore handling;

  /** Limits for a heap of this size. */
  public RequestMemory(long heapBytes) {
    reading = new Semaphore(units(heapBytes / READING_SHARE), true);
    handling = new Semaphore(units(heapBytes / HANDLING_SHARE), true);
  }

  /** The largest body that can be handled with a heap of this size. */
  public static long largestBody(long heapBytes) {
    long room = heapBytes / HANDLING_SHARE - UNIT;
    long most = (long) MOST_TOKENS * (BYTES_FOR_TOKEN + BYTES_FOR_BYTE);
    return room <= most
        ? room / (BYTES_FOR_TOKEN + BYTES_FOR_BYTE)
        : (room - (long) MOST_TOKENS * BYTES_FOR_TOKEN) / BYTES_FOR_BYTE;
  }

  private static int units(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT);
  }

  private static int handlingUnits(int bodyBytes) {
    return units(
        (long) BYTES_FOR_BYTE * bodyBytes
            + (long) BYTES_FOR_TOKEN * Math.min(bodyBytes, MOST_TOKENS));
  }

  /** Reserves memory for reading this many bytes; false if there is none. */
  boolean read(int bytes) {
    return reading.tryAcquire(units(bytes));
  }

  void readDone(int bytes) {
    reading.release(units(bytes));
  }

  /** Waits for memory to handle a body of this many bytes; false after the timeout. */
  boolean handle(int bodyBytes, long nanos) throws InterruptedException {
    return handling.tryAcquire(handlingUnits(bodyBytes), nanos, TimeUnit.NANOSECONDS);
  }

  void handled(int bodyBytes) {
    handling.release(handlingUnits(bodyBytes));
  }
}
