package dev.tocsin.inference.fault;

import com.sun.jna.Memory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Host memory outside the Java heap. Every page is written to, so that it is resident. */
public final class HostBallast implements Ballast {

  private static final long PIECE = 64L << 20;

  /** The share of the available memory that may be filled; more could invoke the OOM killer. */
  private static final double SHARE = 0.8;

  private final Deque<Memory> pieces = new ArrayDeque<>();
  private final LongSupplier available;
  private long size;

  /**
   * No ballast yet.
   *
   * @param available the available memory in bytes
   */
  public HostBallast(LongSupplier available) {
    this.available = available;
  }

  @Override
  public synchronized void resize(long bytes) {
    long most = size + (long) (SHARE * available.getAsLong());
    if (bytes > most) {
      throw new IllegalArgumentException(
          "'host_ballast_bytes' is "
              + bytes
              + ", but at most "
              + most
              + " are possible now: four fifths of the available memory");
    }
    while (size > bytes) {
      Memory piece = pieces.pop();
      size -= piece.size();
      piece.close();
    }
    try {
      while (size < bytes) {
        Memory piece = new Memory(Math.min(PIECE, bytes - size));
        piece.clear();
        pieces.push(piece);
        size += piece.size();
      }
    } catch (OutOfMemoryError e) {
      long reached = size;
      resize(0);
      throw new IllegalArgumentException(
          "only " + reached + " bytes of host memory could be allocated", e);
    }
  }
}
