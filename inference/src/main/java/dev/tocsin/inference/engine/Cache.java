package dev.tocsin.inference.engine;

/**
 * Sizes the model's key-value cache for the running sequences, within the budget.
 *
 * <p>All rows are as long as the longest sequence: while a request of that length runs, at most
 * {@link #rowsOf} requests run in total, and the others wait. The cache grows in large steps, so
 * that it is rarely copied, and shrinks only if the next sequence would not fit otherwise.
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

  /** How many sequences of this length fit into the budget. */
  long rowsOf(int length) {
    return settings.cacheBytes() / model.cacheBytesPerToken() / length;
  }

  /** Whether this many sequences of this length fit into the budget. */
  boolean fits(int needRows, int needColumns) {
    return needRows <= rowsOf(needColumns);
  }

  /**
   * Reserves memory for this many sequences of this length, which must {@linkplain #fits fit}. If
   * that fails, the cache is unchanged.
   *
   * @param used how many rows hold values that must be kept
   */
  void reserve(int needRows, int needColumns, int used) {
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
        if (used == 0) {
          // No row is kept, so the old cache can be released before the new one is allocated.
          model.resize(1, 1);
          rows = 1;
          columns = 1;
        }
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
