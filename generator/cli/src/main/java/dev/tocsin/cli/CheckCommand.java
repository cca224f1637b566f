package dev.tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin check}: checks existing rule files and configurations. */
@Command(
    name = "check",
    description = "Checks Prometheus rule files and Alertmanager configurations.",
    mixinStandardHelpOptions = true,
    subcommands = {CheckConfigCommand.class, CheckRulesCommand.class})
final class CheckCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command: see the list below");
  }
}
