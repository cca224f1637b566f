package dev.tocsin.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tocsin check}: the checks of files that exist. */
@Command(
    name = "check",
    description = "Checks files of Prometheus and Alertmanager.",
    mixinStandardHelpOptions = true,
    subcommands = {CheckConfigCommand.class, CheckRulesCommand.class})
final class CheckCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Check what? The kinds are listed below.");
  }
}
