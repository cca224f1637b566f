package dev.tocsin.generator.gate;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.ToolMessage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one checker of one generation said about one file.
 *
 * @param gate the check: {@code promtool check rules}, for example
 * @param version the checker's version
 * @param generation the generation that it belongs to
 * @param file the file's name in the checked folder
 * @param ok whether it was accepted
 * @param messages the complaints, with place where the checker gives one; may hold warnings even if
 *     it was accepted
 */
public record GateResult(
    String gate,
    String version,
    Generation generation,
    String file,
    boolean ok,
    List<ToolMessage> messages) {
  /** Copies the messages. */
  public GateResult {
    messages = List.copyOf(messages);
  }

  /** For people: one line for a pass, and one more for each complaint. */
  @Override
  public String toString() {
    return (ok ? "ok      " : "refused ")
        + gate
        + " "
        + version
        + ": "
        + file
        + messages.stream().map(m -> "\n          " + m).collect(Collectors.joining());
  }
}
