package dev.tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin promql}: checks, formats and explains expressions. */
@Command(
    name = "promql",
    description = "Checks, formats and explains PromQL expressions.",
    mixinStandardHelpOptions = true,
    subcommands = {PromqlCheckCommand.class, PromqlFormatCommand.class, PromqlExplainCommand.class})
final class PromqlCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command: see the list below");
  }
}
