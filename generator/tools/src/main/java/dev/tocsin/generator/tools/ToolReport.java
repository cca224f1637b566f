package dev.tocsin.generator.tools;

import java.util.List;

/**
 * What a tool said about files.
 *
 * @param tool {@code promtool} or {@code amtool}
 * @param version its version
 * @param ok whether it accepted them
 * @param messages what it complains about; may hold warnings even if it accepted
 * @param run all that it printed, and its exit code
 */
public record ToolReport(
    String tool, String version, boolean ok, List<ToolMessage> messages, ToolRun run) {
  /** Copies the messages. */
  public ToolReport {
    messages = List.copyOf(messages);
  }

  /** What a run says; one that fails without a word that is understood gives its last line. */
  static ToolReport of(String tool, String version, ToolRun run, List<ToolMessage> messages) {
    boolean silent = !run.ok() && messages.isEmpty();
    return new ToolReport(
        tool,
        version,
        run.ok(),
        silent ? List.of(ToolOutput.whole(run.lastWords())) : messages,
        run);
  }
}
