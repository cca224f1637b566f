package dev.tocsin.inference.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns text into token ids and back, by the model's own {@code tokenizer.json}.
 *
 * <p>Safe for use by several threads.
 */
public final class Tokenizer implements AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * Loads a tokenizer.
   *
   * @throws ModelException if the file is missing or is no tokenizer
   */
  public static Tokenizer load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + " is missing: a model folder has config.json, tokenizer.json and safetensors");
    }
    try {
      // Without optTruncation(false) it cuts everything after 512 tokens off.
      return new Tokenizer(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optAddSpecialTokens(false)
              .optTruncation(false)
              .build());
    } catch (IOException | RuntimeException e) {
      throw new ModelException(file + " is not a tokenizer that can be loaded: " + e, e);
    }
  }

  /** The ids of a text; special tokens that are written out in it count as such. */
  public int[] encode(String text) {
    long[] ids = tokenizer.encode(text).getIds();
    int[] result = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      result[i] = Math.toIntExact(ids[i]);
    }
    return result;
  }

  /** The text of some ids, special tokens left out. Half a character becomes U+FFFD. */
  public String decode(List<Integer> ids) {
    return tokenizer.decode(ids.stream().mapToLong(Integer::longValue).toArray(), true);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
