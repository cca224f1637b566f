package dev.tocsin.inference.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns text into token ids and back, by the model's own {@code tokenizer.json}.
 *
 * <p>Safe for use by several threads. The tokenizer is native code that ends the process where an
 * allocation on the Java heap fails, and it needs some hundred bytes of native memory a token. So
 * the text of one call is bounded, and so is the text of all calls at a time, and before each call
 * there is a check that the heap has room for the result.
 */
public final class Tokenizer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tokenizer.class);

  /** The most bytes of text of one call, and of all calls at a time. */
  private static final int MOST_BYTES = 2 << 20;

  private static final int SPARE = 8 << 10;
  private static final int CLOSE_SECONDS = 5;

  private final HuggingFaceTokenizer tokenizer;
  private final Map<String, String> spellings;
  private final int longestToken;
  private final Semaphore bytes = new Semaphore(MOST_BYTES, true);
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  private Tokenizer(HuggingFaceTokenizer tokenizer, TokenizerFile file) {
    this.tokenizer = tokenizer;
    spellings = Map.copyOf(file.spellings());
    longestToken = file.longestToken();
  }

  /**
   * Loads a tokenizer.
   *
   * @throws ModelException if the file is missing, is not a tokenizer, or has a regular expression
   *     whose time cannot be bounded
   */
  public static Tokenizer load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + " is missing: a model folder has config.json, tokenizer.json and safetensors");
    }
    TokenizerFile json = TokenizerFile.read(file);
    try {
      // Without truncation=false it cuts everything after 512 tokens off.
      Tokenizer result =
          new Tokenizer(
              HuggingFaceTokenizer.newInstance(
                  new ByteArrayInputStream(json.bytes()),
                  Map.of("addSpecialTokens", "false", "truncation", "false")),
              json);
      json.ids().forEach((spelling, id) -> result.check(file, spelling, id));
      return result;
    } catch (IOException | RuntimeException e) {
      if (e instanceof ModelException problem) {
        throw problem;
      }
      throw new ModelException(file + " is not a tokenizer that can be loaded: " + e, e);
    }
  }

  private void check(Path file, String spelling, int id) {
    int[] ids = encode(spelling);
    if (ids.length != 1 || ids[0] != id) {
      String token =
          spellings.entrySet().stream()
              .filter(e -> e.getValue().equals(spelling))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse("");
      close();
      throw new ModelException(
          file
              + ": the special token "
              + token
              + " does not have the id "
              + id
              + " in the vocabulary that added_tokens gives it");
    }
  }

  /**
   * The spelling of a special token in a text for {@link #encode}; any other text is returned
   * unchanged.
   */
  public String special(String token) {
    return spellings.getOrDefault(token, token);
  }

  /** A text in which every special token that is written out counts as one. */
  public String withSpecialTokens(String text) {
    String result = text;
    for (Map.Entry<String, String> entry : spellings.entrySet()) {
      result = result.replace(entry.getKey(), entry.getValue());
    }
    return result;
  }

  /** The minimum number of tokens for a text of this many bytes in UTF-8. */
  public long leastTokens(long textBytes) {
    return (textBytes + longestToken - 1) / longestToken;
  }

  /** The maximum length of a text, in bytes of UTF-8, that can have this many tokens. */
  public int mostBytes(int tokens) {
    return (int) Math.min(MOST_BYTES, (long) longestToken * tokens);
  }

  /**
   * The ids of a text. Special tokens that are written out in it are text like any other; see
   * {@link #special}.
   *
   * @throws IllegalArgumentException if the text has more than {@link #mostBytes} bytes for any
   *     number of tokens
   * @throws OutOfMemoryError if the heap has no room for the ids
   */
  public int[] encode(String text) {
    int length = utf8Length(text);
    if (length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a text of " + length + " bytes; at most " + MOST_BYTES + " are encoded at a time");
    }
    int share = Math.max(1, length);
    bytes.acquireUninterruptibly(share);
    try {
      open.readLock().lock();
      try {
        checkOpen();
        return encodeNow(text, length);
      } finally {
        open.readLock().unlock();
      }
    } finally {
      bytes.release(share);
    }
  }

  private int[] encodeNow(String text, int length) {
    // There are no more tokens than bytes.
    room(length);
    // DJL's own method also makes objects of all tokens' texts, places and masks.
    long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, false);
    long[] ids;
    try {
      ids = TokenizersLibrary.LIB.getTokenIds(encoding);
    } finally {
      TokenizersLibrary.LIB.deleteEncoding(encoding);
    }
    return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * Fails if the heap has no room for this many longs: with an exception here, where native code
   * would end the process.
   */
  private static void room(int longs) {
    // The length is used, so that no compiler removes the allocation.
    if (new long[longs + SPARE].length < longs) {
      throw new OutOfMemoryError();
    }
  }

  /** The length of a text in UTF-8, without making its bytes. */
  public static int utf8Length(String text) {
    long length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a pair counts as 2 of its 4 bytes; one without its other half becomes 1 to 3.
      length += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return (int) Math.min(Integer.MAX_VALUE, length);
  }

  /** The text of some ids, special tokens left out. Half a character becomes U+FFFD. */
  public String decode(List<Integer> ids) {
    long[] array = ids.stream().mapToLong(Integer::longValue).toArray();
    open.readLock().lock();
    try {
      checkOpen();
      room(longestToken * array.length);
      return TokenizersLibrary.LIB.decode(tokenizer.getHandle(), array, true);
    } finally {
      open.readLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the tokenizer is closed");
    }
  }

  /** Waits until no thread uses it; if one does not end, the memory is not released. */
  @Override
  public void close() {
    boolean alone = false;
    try {
      alone = open.writeLock().tryLock(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!alone) {
      LOG.warn("The tokenizer is still in use: its memory is not released");
      return;
    }
    try {
      closed = true;
      tokenizer.close();
    } finally {
      open.writeLock().unlock();
    }
  }
}
