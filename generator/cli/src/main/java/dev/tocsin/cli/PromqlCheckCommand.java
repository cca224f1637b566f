package dev.tocsin.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin promql check}: checks many expressions, with JSON Lines as input and output. */
@Command(
    name = "check",
    description = {
      "Checks expressions from standard input, one JSON string per line.",
      "Writes one JSON object per line:",
      "{\"ok\":true,\"type\":\"vector\",\"printed\":\"…\"} or",
      "{\"ok\":false,\"error\":\"…\",\"line\":1,\"column\":7}.",
      "ok is true if Prometheus 3.5 accepts the expression. Lines and columns start at 1; columns"
          + " count Unicode code points. Exits with 0 if every line was processed."
    },
    mixinStandardHelpOptions = true)
final class PromqlCheckCommand implements Callable<Integer> {
  @Mixin private Features features = new Features();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return PromqlLines.check(System.in, spec.commandLine().getOut(), features.enabled());
  }
}
