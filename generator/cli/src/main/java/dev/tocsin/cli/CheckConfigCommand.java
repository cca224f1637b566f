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
      "Checks configurations of Alertmanager: YAML, fields, values, matchers, routes, names.",
      "The verdict is that of amtool 0.33.1; warnings say what it misses and change nothing,",
      "unless --strict is given.",
      "Exits with 0 when all files are right, and with 1 when one is not."
    },
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Callable<Integer> {
  /** How the findings are printed. */
  enum Format {
    text,
    json
  }

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files to check.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text for people (the default), or json: one array, an object a file.")
  private Format format = Format.text;

  @Option(
      names = "--strict",
      description = "Treat warnings as errors: secrets in clear text, variables, unused names…")
  private boolean strict;

  @Option(
      names = "--check-files",
      description = "Warn of files that a configuration names and that are not on this machine.")
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
