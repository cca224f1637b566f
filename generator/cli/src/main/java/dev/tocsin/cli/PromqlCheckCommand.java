package dev.tocsin.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin promql check}: many expressions in one process, JSON Lines in and out. */
@Command(
    name = "check",
    description = {
      "Reads JSON Lines from standard input, each line one JSON string with an expression, and"
          + " writes one JSON object a line:",
      "{\"ok\":true,\"type\":\"vector\",\"printed\":\"…\"} or",
      "{\"ok\":false,\"error\":\"…\",\"line\":1,\"column\":7}.",
      "ok is the verdict of Prometheus 3.5. Lines and columns count from 1, columns in Unicode code"
          + " points. Exits with 0 when all lines were answered."
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
