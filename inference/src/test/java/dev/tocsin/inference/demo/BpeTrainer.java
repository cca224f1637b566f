package dev.tocsin.inference.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trains a byte-level BPE tokenizer and writes it as {@code tokenizer.json}.
 *
 * <p>The method is that of <a href="https://arxiv.org/abs/1508.07909">Sennrich et al.</a> on bytes:
 * the pair of neighbours that is most frequent becomes a token, again and again.
 */
final class BpeTrainer {

  static final List<String> SPECIAL = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  /** How byte-level tokenizers cut text before pairs are formed. */
  private static final Pattern WORDS =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

  private record Pair(String left, String right) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      int order = left.compareTo(other.left);
      return order != 0 ? order : right.compareTo(other.right);
    }
  }

  private record Word(List<String> parts, int count) {}

  private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
  private final List<Pair> merges = new ArrayList<>();

  private BpeTrainer() {}

  /** The tokenizer as JSON, with as many tokens as asked for or as the text gives. */
  static String train(String text, int size) {
    BpeTrainer trainer = new BpeTrainer();
    trainer.learn(text, size);
    return trainer.json();
  }

  private void learn(String text, int size) {
    SPECIAL.forEach(this::token);
    char[] byteChars = byteChars();
    char[] alphabet = byteChars.clone();
    Arrays.sort(alphabet);
    for (char c : alphabet) {
      token(String.valueOf(c));
    }
    List<Word> words = words(text, byteChars);
    while (vocabulary.size() < size) {
      Map<Pair, Integer> counts = new TreeMap<>();
      for (Word word : words) {
        for (int i = 0; i + 1 < word.parts.size(); i++) {
          counts.merge(
              new Pair(word.parts.get(i), word.parts.get(i + 1)), word.count, Integer::sum);
        }
      }
      if (counts.isEmpty()) {
        return;
      }
      int most = Collections.max(counts.values());
      // The first in order of those that are equally frequent.
      Pair best =
          counts.entrySet().stream()
              .filter(e -> e.getValue() == most)
              .findFirst()
              .orElseThrow()
              .getKey();
      merges.add(best);
      token(best.left + best.right);
      words.forEach(word -> merge(word.parts, best));
    }
  }

  private void token(String token) {
    vocabulary.put(token, vocabulary.size());
  }

  private static void merge(List<String> parts, Pair pair) {
    for (int i = 0; i + 1 < parts.size(); i++) {
      if (parts.get(i).equals(pair.left) && parts.get(i + 1).equals(pair.right)) {
        parts.set(i, pair.left + pair.right);
        parts.remove(i + 1);
      }
    }
  }

  private static List<Word> words(String text, char[] byteChars) {
    Map<String, Integer> counts = new TreeMap<>();
    Matcher matcher = WORDS.matcher(text);
    while (matcher.find()) {
      counts.merge(matcher.group(), 1, Integer::sum);
    }
    List<Word> words = new ArrayList<>();
    counts.forEach(
        (word, count) -> {
          List<String> parts = new ArrayList<>();
          for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            parts.add(String.valueOf(byteChars[b & 0xff]));
          }
          words.add(new Word(parts, count));
        });
    return words;
  }

  /** GPT-2's printable stand-in for each byte. */
  private static char[] byteChars() {
    char[] chars = new char[256];
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
      chars[b] = printable ? (char) b : (char) next++;
    }
    return chars;
  }

  private String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    for (int i = 0; i < SPECIAL.size(); i++) {
      added
          .addObject()
          .put("id", i)
          .put("content", SPECIAL.get(i))
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    root.putNull("normalizer");
    byteLevel(root.putObject("pre_tokenizer"), false);
    root.putNull("post_processor");
    byteLevel(root.putObject("decoder"), true);
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocab = model.putObject("vocab");
    vocabulary.forEach(vocab::put);
    ArrayNode mergeList = model.putArray("merges");
    merges.forEach(pair -> mergeList.add(pair.left + " " + pair.right));
    return root.toPrettyString() + "\n";
  }

  private static void byteLevel(ObjectNode node, boolean prefixSpace) {
    node.put("type", "ByteLevel")
        .put("add_prefix_space", prefixSpace)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }
}
