package dev.tocsin.inference.engine;

/**
 * Keeps the model's cache as large as the running sequences need and the budget allows.
 *
 * <p>All rows are as long as the longest. The cache grows in large pieces, so that it rarely has to
 * be copied, and becomes smaller only when otherwise the next sequence would not fit.
 */
final class Cache {

  private static final int COLUMNS = 64;

  private final LanguageModel model;
  private final EngineSettings settings;
  private int rows;
  private int columns;

  Cache(LanguageModel model, EngineSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /** Whether so many sequences of this length are within the budget. */
  boolean fits(int needRows, int needColumns) {
    return (long) needRows * needColumns <= settings.cacheBytes() / model.cacheBytesPerToken();
  }

  /** Makes room for so many sequences of this length, which {@link #fits}. */
  void reserve(int needRows, int needColumns) {
    if (needRows <= rows && needColumns <= columns) {
      return;
    }
    int roundRows = Math.min(settings.slots(), Integer.highestOneBit(needRows * 2 - 1));
    int roundColumns =
        Math.min(model.contextLength(), (needColumns + COLUMNS - 1) / COLUMNS * COLUMNS);
    int[][] wishes = {
      {Math.max(rows, roundRows), Math.max(columns, roundColumns)},
      {roundRows, roundColumns},
      {needRows, needColumns}
    };
    for (int[] wish : wishes) {
      if (fits(wish[0], wish[1])) {
        model.resize(wish[0], wish[1]);
        rows = wish[0];
        columns = wish[1];
        return;
      }
    }
    throw new IllegalStateException("reserved what does not fit");
  }

  void move(int from, int to, int length) {
    model.move(from, to, length);
  }
}
