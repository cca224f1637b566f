package dev.tocsin.inference.engine;

/**
 * A model with a key-value cache for many sequences, one row each.
 *
 * <p>Rows 0 to n-1 are decoded together, so rows in use are kept at the front by {@link #move}. Not
 * safe for use by several threads: the engine's one thread owns it, from loading to closing.
 */
public interface LanguageModel extends AutoCloseable {

  /** The size of the vocabulary, which is the length of one row of logits. */
  int vocabulary();

  /** The maximum length of a sequence in tokens. */
  int contextLength();

  /** Bytes that one token of one sequence takes in the cache. */
  long cacheBytesPerToken();

  /**
   * Resizes the cache to this many sequences of this length, keeping its values as far as they fit.
   * If that fails, the cache is unchanged.
   */
  void resize(int rows, int columns);

  /**
   * Reads tokens into a row.
   *
   * @param row the sequence
   * @param start how many tokens of it have been read before
   * @param tokens the tokens, at least one
   * @return logits after the last of them
   */
  float[] read(int row, int start, int[] tokens);

  /**
   * Reads one token into each of the rows 0 to n-1.
   *
   * @param tokens one token for each row
   * @param positions how many tokens each row has had before
   * @return logits, one row of {@link #vocabulary} after another
   */
  float[] decode(int[] tokens, int[] positions);

  /** Copies the first tokens of one row over another. */
  void move(int from, int to, int length);

  @Override
  void close();
}
