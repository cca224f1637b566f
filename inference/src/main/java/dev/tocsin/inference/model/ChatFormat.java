package dev.tocsin.inference.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation becomes the one text that a model continues.
 *
 * <p>Model folders carry a Jinja template for this. Rather than run templates, the service knows
 * the formats that the supported families use and recognises each by the marks in the template.
 */
public enum ChatFormat {
  /** {@code <|im_start|>user … <|im_end|>}: SmolLM2, Qwen2, the demo model. */
  CHATML("<|im_start|>") {
    @Override
    void message(StringBuilder text, String role, String content) {
      text.append("<|im_start|>").append(role).append('\n').append(content).append("<|im_end|>\n");
    }

    @Override
    void answer(StringBuilder text) {
      text.append("<|im_start|>assistant\n");
    }
  },
  /** {@code <|start_header_id|>user<|end_header_id|> … <|eot_id|>}: Llama 3. */
  LLAMA3("<|start_header_id|>") {
    @Override
    void message(StringBuilder text, String role, String content) {
      if (text.isEmpty()) {
        text.append("<|begin_of_text|>");
      }
      header(text, role);
      text.append(content.strip()).append("<|eot_id|>");
    }

    @Override
    void answer(StringBuilder text) {
      header(text, "assistant");
    }

    private void header(StringBuilder text, String role) {
      text.append("<|start_header_id|>").append(role).append("<|end_header_id|>\n\n");
    }
  },
  /** {@code <|user|> … </s>}: TinyLlama and Zephyr. */
  ZEPHYR("<|user|>") {
    @Override
    void message(StringBuilder text, String role, String content) {
      text.append("<|").append(role).append("|>\n").append(content).append("</s>\n");
    }

    @Override
    void answer(StringBuilder text) {
      text.append("<|assistant|>\n");
    }
  },
  /** The folder has no template, or none that is known: only plain completion is possible. */
  NONE(null) {
    @Override
    void message(StringBuilder text, String role, String content) {
      throw new IllegalStateException("there is no chat format");
    }

    @Override
    void answer(StringBuilder text) {
      throw new IllegalStateException("there is no chat format");
    }
  };

  /** One turn of a conversation. */
  public record Message(String role, String content) {}

  private final @Nullable String mark;

  ChatFormat(@Nullable String mark) {
    this.mark = mark;
  }

  abstract void message(StringBuilder text, String role, String content);

  abstract void answer(StringBuilder text);

  static ChatFormat of(String template) {
    for (ChatFormat format : values()) {
      if (format.mark != null && template.contains(format.mark)) {
        return format;
      }
    }
    return NONE;
  }

  /** The conversation with the opening of the model's answer at its end. */
  public String render(List<Message> messages) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      message(text, message.role(), message.content());
    }
    answer(text);
    return text.toString();
  }
}
