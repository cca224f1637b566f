package dev.tocsin.inference.model;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation is formatted as the text that a model continues.
 *
 * <p>Model folders carry a Jinja template for this. Rather than run templates, the service knows
 * the formats that the supported families use and recognises each by the marks in the template.
 *
 * <p>Marks that are special tokens of the model come from the format alone: what people write
 * cannot become one. Zephyr's {@code <|user|>} is plain text to TinyLlama, so there a message can
 * contain something that reads like another turn, without the {@code </s>} before it.
 */
public enum ChatFormat {
  /** {@code <|im_start|>user … <|im_end|>}: SmolLM2, Qwen2, the demo model. */
  CHATML("<|im_start|>") {
    @Override
    void message(Prompt prompt, String role, String content) {
      prompt.mark("<|im_start|>").text(role).text("\n").text(content);
      prompt.mark("<|im_end|>").text("\n");
    }

    @Override
    void answer(Prompt prompt) {
      prompt.mark("<|im_start|>").text("assistant\n");
    }
  },
  /** {@code <|start_header_id|>user<|end_header_id|> … <|eot_id|>}: Llama 3. */
  LLAMA3("<|start_header_id|>") {
    @Override
    void message(Prompt prompt, String role, String content) {
      if (prompt.isEmpty()) {
        prompt.mark("<|begin_of_text|>");
      }
      header(prompt, role);
      prompt.text(content.strip()).mark("<|eot_id|>");
    }

    @Override
    void answer(Prompt prompt) {
      header(prompt, "assistant");
    }

    private void header(Prompt prompt, String role) {
      prompt.mark("<|start_header_id|>").text(role).mark("<|end_header_id|>").text("\n\n");
    }
  },
  /** {@code <|user|> … </s>}: TinyLlama and Zephyr. */
  ZEPHYR("<|user|>") {
    @Override
    void message(Prompt prompt, String role, String content) {
      prompt.mark("<|" + role + "|>").text("\n").text(content).mark("</s>").text("\n");
    }

    @Override
    void answer(Prompt prompt) {
      prompt.mark("<|assistant|>").text("\n");
    }
  },
  /** The folder has no supported template: only plain completion is possible. */
  NONE(null) {
    @Override
    void message(Prompt prompt, String role, String content) {
      throw new IllegalStateException("the model has no chat format");
    }

    @Override
    void answer(Prompt prompt) {
      throw new IllegalStateException("the model has no chat format");
    }
  };

  /** One turn of a conversation. */
  public record Message(String role, String content) {}

  private final @Nullable String mark;

  ChatFormat(@Nullable String mark) {
    this.mark = mark;
  }

  abstract void message(Prompt prompt, String role, String content);

  abstract void answer(Prompt prompt);

  static ChatFormat of(String template) {
    for (ChatFormat format : values()) {
      if (format.mark != null && template.contains(format.mark)) {
        return format;
      }
    }
    return NONE;
  }

  /**
   * The conversation with the opening of the model's answer at its end.
   *
   * @param special the spelling of a special token; any other text is returned unchanged
   */
  public String render(List<Message> messages, UnaryOperator<String> special) {
    Prompt prompt = new Prompt(special);
    for (Message message : messages) {
      message(prompt, message.role(), message.content());
    }
    answer(prompt);
    return prompt.text.toString();
  }

  /** A text of the format's marks and of what people wrote. */
  private static final class Prompt {

    private final UnaryOperator<String> special;
    private final StringBuilder text = new StringBuilder();

    Prompt(UnaryOperator<String> special) {
      this.special = special;
    }

    boolean isEmpty() {
      return text.isEmpty();
    }

    Prompt mark(String mark) {
      text.append(special.apply(mark));
      return this;
    }

    Prompt text(String content) {
      text.append(content);
      return this;
    }
  }
}
