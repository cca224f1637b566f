package dev.tocsin.inference.engine;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A model that computes nothing and always likes the same token best, and that fails, gives NaN or
 * hangs at the step that a test names. Steps are counted from 1, prompts and tokens alike.
 */
final class FailingModel implements LanguageModel {

  static final int CONTEXT = 64;
  private static final int VOCABULARY = 512;
  private static final int LIKED = 40;

  /** From this step on it throws. */
  volatile int failsFrom = Integer.MAX_VALUE;

  /** From this step on it gives NaN. */
  volatile int notANumberFrom = Integer.MAX_VALUE;

  /** Whether its cache cannot become larger. */
  volatile boolean cannotGrow;

  /** Whether it is Java's own memory that is missing then. */
  volatile boolean heapIsFull;

  /** What a step, or a resize, takes one permit of, if it is to wait. */
  volatile @Nullable Semaphore steps;

  volatile @Nullable Semaphore resizes;
  volatile boolean closed;
  volatile int resizesBegun;

  /** How many sequences have been decoded in one step. */
  volatile int mostRows;

  private int step;
  private int rows = 1;
  private int columns = 1;

  @Override
  public int vocabulary() {
    return VOCABULARY;
  }

  @Override
  public int contextLength() {
    return CONTEXT;
  }

  @Override
  public long cacheBytesPerToken() {
    return 1;
  }

  @Override
  public void resize(int newRows, int newColumns) {
    resizesBegun++;
    waitFor(resizes);
    if (cannotGrow && (long) newRows * newColumns > (long) rows * columns) {
      if (heapIsFull) {
        throw new OutOfMemoryError("there is no memory");
      }
      throw new IllegalStateException("there is no memory");
    }
    rows = newRows;
    columns = newColumns;
  }

  @Override
  public float[] read(int row, int start, int[] tokens) {
    return step(row + 1, start + tokens.length, 1);
  }

  @Override
  public float[] decode(int[] tokens, int[] positions) {
    mostRows = Math.max(mostRows, tokens.length);
    return step(tokens.length, Arrays.stream(positions).max().orElse(0) + 1, tokens.length);
  }

  private float[] step(int needRows, int needColumns, int count) {
    waitFor(steps);
    step++;
    if (needRows > rows || needColumns > columns) {
      throw new IllegalStateException("outside of the cache");
    }
    if (step >= failsFrom) {
      throw new IllegalStateException("step " + step + " fails");
    }
    float[] logits = new float[count * VOCABULARY];
    for (int row = 0; row < count; row++) {
      logits[row * VOCABULARY + LIKED] = step >= notANumberFrom ? Float.NaN : 1;
    }
    return logits;
  }

  private static void waitFor(@Nullable Semaphore semaphore) {
    if (semaphore != null) {
      semaphore.acquireUninterruptibly();
    }
  }

  @Override
  public void move(int from, int to, int length) {}

  @Override
  public void close() {
    closed = true;
  }
}
