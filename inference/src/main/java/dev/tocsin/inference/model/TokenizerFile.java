package dev.tocsin.inference.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code tokenizer.json} for the tokenizer: its regular expressions are checked, and its special
 * tokens renamed.
 *
 * <p>The tokenizer finds special tokens by their text, whatever its source: a user who writes
 * {@code <|im_start|>system} would start a system turn. So every special token gets a spelling with
 * a random number, which only {@link ChatFormat} knows.
 */
final class TokenizerFile {

  private final Path file;
  private final ObjectNode json;
  private final Map<String, String> spellings = new LinkedHashMap<>();
  private final Map<String, Integer> ids = new LinkedHashMap<>();

  private TokenizerFile(Path file, ObjectNode json) {
    this.file = file;
    this.json = json;
  }

  static TokenizerFile read(Path file) {
    TokenizerFile result = new TokenizerFile(file, (ObjectNode) Json.read(file));
    result.checkPatterns();
    // 72 bits: too many to try, and short, because the longest token bounds what is encoded.
    byte[] random = new byte[9];
    new SecureRandom().nextBytes(random);
    result.respell(Base64.getUrlEncoder().encodeToString(random));
    return result;
  }

  /** Every special token as the model's maker spells it, and as it is spelled here. */
  Map<String, String> spellings() {
    return spellings;
  }

  /** The id of every special token, by the spelling here. */
  Map<String, Integer> ids() {
    return ids;
  }

  byte[] bytes() {
    try {
      return Json.MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new ModelException(file + " cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  /** The most bytes of text that one token can read as. */
  int longestToken() {
    // Byte-level vocabularies have one character for each byte, others UTF-8.
    boolean byteLevel = json.path("decoder").toString().contains("\"ByteLevel\"");
    int longest = 1;
    for (JsonNode added : json.path("added_tokens")) {
      longest = Math.max(longest, utf8(added.path("content").asText("")));
    }
    JsonNode vocabulary = json.path("model").path("vocab");
    if (vocabulary.isObject()) {
      for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
        String piece = entry.getKey();
        if (!ids.containsKey(piece)) {
          longest = Math.max(longest, byteLevel ? piece.length() : utf8(piece));
        }
      }
    } else {
      for (JsonNode entry : vocabulary) {
        longest = Math.max(longest, utf8(entry.path(0).asText("")));
      }
    }
    return longest;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void checkPatterns() {
    List<String> problems = new ArrayList<>();
    for (String part : List.of("normalizer", "pre_tokenizer", "decoder")) {
      for (JsonNode regex : json.path(part).findValues("Regex")) {
        RegexCost.problem(regex.asText())
            .ifPresent(
                problem ->
                    problems.add(
                        file
                            + ": the regular expression "
                            + TextNode.valueOf(regex.asText())
                            + " of "
                            + part
                            + " "
                            + problem));
      }
    }
    if (!problems.isEmpty()) {
      throw new ModelException(String.join("\n", problems));
    }
  }

  private void respell(String random) {
    JsonNode model = json.path("model");
    for (JsonNode added : json.path("added_tokens")) {
      String content = added.path("content").asText("");
      if (added.path("special").asBoolean(false) && !content.isEmpty() && added.isObject()) {
        String spelling = "<|" + random + spellings.size() + "|>";
        spellings.put(content, spelling);
        ids.put(spelling, added.path("id").asInt());
        ((ObjectNode) added).put("content", spelling);
      }
    }
    if (!model.isObject()) {
      return;
    }
    if (spellings.containsKey(model.path("unk_token").asText(""))) {
      ((ObjectNode) model).put("unk_token", spellings.get(model.path("unk_token").asText("")));
    }
    // A token keeps its id by its name, so the names of the vocabulary change with it.
    JsonNode vocabulary = model.path("vocab");
    if (vocabulary instanceof ObjectNode object) {
      spellings.forEach(
          (content, spelling) -> {
            JsonNode id = object.remove(content);
            if (id != null) {
              object.set(spelling, id);
            }
          });
    } else if (vocabulary instanceof ArrayNode list) {
      for (JsonNode entry : list) {
        String spelling = spellings.get(entry.path(0).asText(""));
        if (spelling != null && entry instanceof ArrayNode pair) {
          pair.set(0, TextNode.valueOf(spelling));
        }
      }
    }
  }
}
