package dev.tocsin.inference.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.inference.engine.Event;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats the answers to one request as OpenAI does, whole or as stream chunks. */
final class Answers {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final boolean chat;
  private final String id;
  private final String model;
  private final long created;

  Answers(boolean chat, String id, String model, long created) {
    this.chat = chat;
    this.id = (chat ? "chatcmpl-" : "cmpl-") + id;
    this.model = model;
    this.created = created;
  }

  static ObjectNode error(ApiException e) {
    ObjectNode root = MAPPER.createObjectNode();
    root.putObject("error")
        .put("message", e.text())
        .put("type", e.type())
        .put("param", e.parameter())
        .put("code", e.code());
    return root;
  }

  ObjectNode whole(String text, Event.Reason reason, int promptTokens, int tokens) {
    ObjectNode root = root(chat ? "chat.completion" : "text_completion");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    if (chat) {
      choice.putObject("message").put("role", "assistant").put("content", text);
    } else {
      choice.put("text", text);
    }
    choice.putNull("logprobs").put("finish_reason", name(reason));
    usage(root, promptTokens, tokens);
    return root;
  }

  /** The first chunk of a chat stream. */
  ObjectNode opening() {
    ObjectNode root = root(pieceObject());
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta").put("role", "assistant").put("content", "");
    choice.putNull("logprobs").putNull("finish_reason");
    return root;
  }

  ObjectNode piece(String text) {
    ObjectNode root = root(pieceObject());
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    if (chat) {
      choice.putObject("delta").put("content", text);
    } else {
      choice.put("text", text);
    }
    choice.putNull("logprobs").putNull("finish_reason");
    return root;
  }

  ObjectNode ending(Event.Reason reason) {
    ObjectNode root = root(pieceObject());
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    if (chat) {
      choice.putObject("delta");
    } else {
      choice.put("text", "");
    }
    choice.putNull("logprobs").put("finish_reason", name(reason));
    return root;
  }

  ObjectNode usagePiece(int promptTokens, int tokens) {
    ObjectNode root = root(pieceObject());
    root.putArray("choices");
    usage(root, promptTokens, tokens);
    return root;
  }

  private String pieceObject() {
    return chat ? "chat.completion.chunk" : "text_completion";
  }

  private ObjectNode root(String object) {
    return MAPPER
        .createObjectNode()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  private static void usage(ObjectNode root, int promptTokens, int tokens) {
    root.putObject("usage")
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", tokens)
        .put("total_tokens", promptTokens + tokens);
  }

  private static @Nullable String name(Event.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
