package dev.tocsin.inference.fault;

import com.sun.jna.Memory;
import java.util.ArrayDeque;
import java.util.Deque;

/** Host memory outside the Java heap, every page of it written to, so that it is really there. */
public final class HostBallast implements Ballast {

  private static final long PIECE = 64L << 20;

  private final Deque<Memory> pieces = new ArrayDeque<>();
  private long size;

  @Override
  public synchronized void resize(long bytes) {
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
