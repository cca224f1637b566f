package dev.tocsin.inference.fault;

import com.sun.jna.Memory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Host memory outside the Java heap, every page of it written to, so that it is really there. */
public final class HostBallast implements Ballast {

  private static final long PIECE = 64L << 20;

  /** More than this of what is left would bring the system to end processes. */
  private static final double SHARE = 0.8;

  private final Deque<Memory> pieces = new ArrayDeque<>();
  private final LongSupplier available;
  private long size;

  /**
   * No ballast yet.
   *
   * @param available how many bytes of memory there are left
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
              + " are possible now: four fifths of the memory that is left");
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
          "the system gave only " + reached + " bytes of host memory", e);
    }
  }
}
