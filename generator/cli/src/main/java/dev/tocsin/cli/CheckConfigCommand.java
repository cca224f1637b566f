package dev.tocsin.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin check config}: configurations, with the verdict of {@code amtool check-config}. */
@Command(
    name = "config",
    description = {
      "Checks Alertmanager configuration files: YAML, fields, values, matchers,"
          + " routes and names.",
      "Accepts and rejects the same files as amtool 0.33.1. Warnings report what"
          + " amtool does not check; they affect the exit status only with --strict. Exits"
          + " with 0 if every file is valid, and with 1 otherwise."
    },
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
  /** How the findings are printed. */
  enum Format {
    text,
    json
  }

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Configuration files to check.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Output format: text (the default) or json (an array with one object per file).")
  private Format format = Format.text;

  @Option(
      names = "--strict",
      description =
          "Treat warnings as errors: secrets in clear text, variables, unused names and others.")
  private boolean strict;

  @Option(
      names = "--check-files",
      description =
          "Warn about files that a configuration refers to and that do not exist on this machine.")
  private boolean checkFiles;

  @Mixin private TargetOption target = new TargetOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    return new ConfigFiles(strict, checkFiles, target.targets())
        .check(files, format == Format.json, spec.commandLine().getOut());
  }
}
