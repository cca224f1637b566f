package dev.tocsin.inference.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.inference.engine.Sampling;
import dev.tocsin.inference.metrics.Outcome;
import dev.tocsin.inference.model.ChatFormat;
import dev.tocsin.inference.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Parses the body of a completion request, and reports precisely what is wrong with it.
 *
 * <p>The fields are those of OpenAI's <a
 * href="https://platform.openai.com/docs/api-reference/chat/create">chat completions</a> and <a
 * href="https://platform.openai.com/docs/api-reference/completions/create">completions</a>, and
 * {@code top_k}, {@code ignore_eos} as vLLM has them. Unsupported fields that would change the
 * answer are refused; unknown fields are ignored, as OpenAI's servers do.
 */
final class RequestReader {

  private static final int MAX_STOPS = 4;
  private static final int MAX_STOP_LENGTH = 1000;
  private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");
  private static final Set<String> REFUSED =
      Set.of("tools", "functions", "logit_bias", "logprobs", "top_logprobs", "suffix", "audio");

  private final JsonNode body;
  private final ServedModel served;
  private final int contextLength;

  private RequestReader(JsonNode body, ServedModel served, int contextLength) {
    this.body = body;
    this.served = served;
    this.contextLength = contextLength;
  }

  /** The name of the model that a body asks for. */
  static String model(JsonNode body) throws ApiException {
    if (!body.isObject()) {
      throw ApiException.invalid(null, "The body must be a JSON object.");
    }
    JsonNode model = body.path("model");
    if (!model.isTextual()) {
      throw ApiException.invalid("model", "You must provide a model parameter, a string.");
    }
    return model.textValue();
  }

  /** Parses a request for a model with this maximum length of a sequence. */
  static ApiRequest read(JsonNode body, boolean chat, ServedModel served, int contextLength)
      throws ApiException {
    return new RequestReader(body, served, contextLength).read(chat);
  }

  private ApiRequest read(boolean chat) throws ApiException {
    for (String field : REFUSED) {
      JsonNode value = body.path(field);
      boolean asksForNothing =
          value.isMissingNode()
              || value.isNull()
              || value.isBoolean() && !value.booleanValue()
              || value.isContainerNode() && value.isEmpty();
      if (!asksForNothing) {
        throw ApiException.invalid(field, "'" + field + "' is not supported.");
      }
    }
    if (whole("n", 1, 1, 128) != 1 || whole("best_of", 1, 1, 128) != 1) {
      throw ApiException.invalid("n", "Only one choice per request is supported: omit 'n'.");
    }
    if (bool(body, "echo")) {
      throw ApiException.invalid("echo", "'echo' is not supported.");
    }
    String responseFormat = body.path("response_format").path("type").asText("text");
    if (!responseFormat.equals("text")) {
      throw ApiException.invalid(
          "response_format", "Only the response format 'text' is supported.");
    }
    Sampling sampling =
        new Sampling(
            number("temperature", 1, 0, 2),
            whole("top_k", 0, -1, Integer.MAX_VALUE),
            number("top_p", 1, 0, 1),
            number("presence_penalty", 0, -2, 2),
            number("frequency_penalty", 0, -2, 2),
            seed());
    return new ApiRequest(
        chat,
        chat ? conversation() : prompt(),
        maxTokens(chat),
        sampling,
        stops(),
        bool(body, "stream"),
        bool(body.path("stream_options"), "include_usage"),
        bool(body, "ignore_eos"));
  }

  private OptionalInt maxTokens(boolean chat) throws ApiException {
    for (String field : List.of("max_completion_tokens", "max_tokens")) {
      if (given(field)) {
        return OptionalInt.of(whole(field, 1, 1, Integer.MAX_VALUE / 2));
      }
    }
    return chat ? OptionalInt.empty() : OptionalInt.of(16);
  }

  private OptionalLong seed() throws ApiException {
    if (!given("seed")) {
      return OptionalLong.empty();
    }
    JsonNode seed = body.path("seed");
    if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
      throw ApiException.invalid("seed", "'seed' must be a whole number, but is " + brief(seed));
    }
    return OptionalLong.of(seed.longValue());
  }

  private List<String> stops() throws ApiException {
    JsonNode stop = body.path("stop");
    List<String> stops = new ArrayList<>();
    if (stop.isMissingNode() || stop.isNull()) {
      return stops;
    }
    for (JsonNode text : stop.isArray() ? stop : List.of(stop)) {
      if (!text.isTextual() || text.textValue().isEmpty()) {
        throw ApiException.invalid("stop", "'stop' must be a non-empty string, or a list of them.");
      }
      if (text.textValue().length() > MAX_STOP_LENGTH) {
        throw ApiException.invalid(
            "stop", "Each string of 'stop' may have at most " + MAX_STOP_LENGTH + " characters.");
      }
      stops.add(text.textValue());
    }
    if (stops.size() > MAX_STOPS) {
      throw ApiException.invalid("stop", "'stop' may have at most " + MAX_STOPS + " strings.");
    }
    return stops;
  }

  private String prompt() throws ApiException {
    JsonNode prompt = body.path("prompt");
    if (prompt.isArray() && prompt.size() == 1) {
      prompt = prompt.get(0);
    }
    if (!prompt.isTextual() || prompt.textValue().isEmpty()) {
      throw ApiException.invalid("prompt", "'prompt' must be one non-empty string.");
    }
    checkLength("prompt", Tokenizer.utf8Length(prompt.textValue()));
    return served.tokenizer().withSpecialTokens(prompt.textValue());
  }

  /**
   * Refuses a text that is too long for the model before the tokenizer sees it.
   *
   * @param bytes the text's length in UTF-8
   */
  private void checkLength(String field, long bytes) throws ApiException {
    if (contextLength == 0) {
      throw ApiException.of(Outcome.UNAVAILABLE, "unavailable", "The model is not loaded.");
    }
    if (bytes > served.tokenizer().mostBytes(contextLength)) {
      throw ApiException.tooLong(
          field,
          "This model's maximum context length is "
              + contextLength
              + " tokens, but the prompt's text has "
              + bytes
              + " bytes or more, which are at least "
              + served.tokenizer().leastTokens(bytes)
              + " tokens. At most "
              + served.tokenizer().mostBytes(contextLength)
              + " bytes are read. Shorten the prompt.");
    }
  }

  private String conversation() throws ApiException {
    if (served.format() == ChatFormat.NONE) {
      throw ApiException.invalid(
          "messages", "This model has no supported chat template: use /v1/completions.");
    }
    JsonNode messages = body.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw ApiException.invalid(
          "messages", "'messages' must be a list with at least one message.");
    }
    List<ChatFormat.Message> turns = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < messages.size(); i++) {
      ChatFormat.Message turn = message(messages.get(i), "messages[" + i + "]");
      bytes += Tokenizer.utf8Length(turn.content());
      checkLength("messages", bytes);
      turns.add(turn);
    }
    String text = served.format().render(turns, served.tokenizer()::special);
    checkLength("messages", Tokenizer.utf8Length(text));
    return text;
  }

  private static ChatFormat.Message message(JsonNode message, String where) throws ApiException {
    String role = message.path("role").asText("");
    if (!ROLES.contains(role)) {
      throw ApiException.invalid(
          where + ".role",
          "'"
              + where
              + ".role' must be one of 'system', 'developer', 'user' and 'assistant', but is "
              + brief(message.path("role")));
    }
    JsonNode content = message.path("content");
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content.isArray() ? content : List.of(content)) {
      JsonNode string = part.isObject() ? part.path("text") : part;
      boolean isText = !part.isObject() || part.path("type").asText("text").equals("text");
      if (!isText || !string.isTextual()) {
        throw ApiException.invalid(
            where + ".content",
            "'" + where + ".content' must be a string, or a list of parts of type 'text'.");
      }
      text.append(string.textValue());
    }
    return new ChatFormat.Message(role.equals("developer") ? "system" : role, text.toString());
  }

  private boolean given(String field) {
    return body.hasNonNull(field);
  }

  private static boolean bool(JsonNode from, String field) throws ApiException {
    JsonNode node = from.path(field);
    if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
      throw ApiException.invalid(
          field, "'" + field + "' must be true or false, but is " + brief(node));
    }
    return node.asBoolean(false);
  }

  private double number(String field, double fallback, double from, double to) throws ApiException {
    if (!given(field)) {
      return fallback;
    }
    JsonNode node = body.path(field);
    if (!node.isNumber() || !(node.doubleValue() >= from && node.doubleValue() <= to)) {
      throw ApiException.invalid(
          field,
          "'"
              + field
              + "' must be a number from "
              + from
              + " to "
              + to
              + ", but is "
              + brief(node));
    }
    return node.doubleValue();
  }

  private int whole(String field, int fallback, int from, int to) throws ApiException {
    if (!given(field)) {
      return fallback;
    }
    JsonNode node = body.path(field);
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < from
        || node.intValue() > to) {
      throw ApiException.invalid(
          field,
          "'"
              + field
              + "' must be a whole number from "
              + from
              + " to "
              + to
              + ", but is "
              + brief(node));
    }
    return Math.max(0, node.intValue());
  }

  private static String brief(JsonNode node) {
    return brief(node.isMissingNode() ? "missing" : node.toString());
  }

  /** As much of a client's text as a message quotes. */
  static String brief(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
