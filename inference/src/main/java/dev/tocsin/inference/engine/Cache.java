package dev.tocsin.inference.engine;

/**
 * Keeps the model's cache as large as the running sequences need and the budget allows.
 *
 * <p>All rows are as long as the longest: a request of that many tokens leaves room for {@link
 * #rowsOf} requests in all, and others wait until it ends. The cache grows in large pieces, so that
 * it rarely has to be copied, and becomes smaller only when otherwise the next sequence would not
 * fit.
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

  /** How many sequences of this length the budget allows at a time. */
  long rowsOf(int length) {
    return settings.cacheBytes() / model.cacheBytesPerToken() / length;
  }

  /** Whether so many sequences of this length are within the budget. */
  boolean fits(int needRows, int needColumns) {
    return needRows <= rowsOf(needColumns);
  }

  /**
   * Makes room for so many sequences of this length, which {@link #fits}. Where that fails, all is
   * as it was.
   *
   * @param used how many rows have something in them that must be kept
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
          // Nothing is kept, so the old need not be there beside the new.
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
