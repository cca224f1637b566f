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

/** {@code tocsin check rules}: rule files, with the verdict of {@code promtool check rules}. */
@Command(
    name = "rules",
    description = {
      "Checks rule files: YAML, structure, names, durations, PromQL and templates.",
      "Accepts and rejects the same files as promtool 3.5.3 with default flags."
          + " Warnings do not affect the exit status. Exits with 0 if every file is valid,"
          + " and with 1 otherwise."
    },
    mixinStandardHelpOptions = true)
final class CheckRulesCommand implements Callable<Integer> {
  /** How the findings are printed. */
  enum Format {
    text,
    json
  }

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Rule files to check.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Output format: text (the default) or json (an array with one object per file).")
  private Format format = Format.text;

  @Mixin private TargetOption target = new TargetOption();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    return RuleFiles.check(
        files, target.targets(), format == Format.json, spec.commandLine().getOut());
  }
}
