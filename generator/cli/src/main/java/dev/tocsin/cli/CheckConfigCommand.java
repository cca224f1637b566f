package dev.tocsin.cli;

import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      description = "Take warnings for errors: secrets in clear text, variables, unused names…")
  private boolean strict;

  @Option(
      names = "--check-files",
      description = "Warn of files that a configuration names and that are not on this machine.")
  private boolean checkFiles;

  @Option(
      names = "--target",
      paramLabel = "TOOL=VERSION",
      split = ",",
      description = "Refuse what this version does not know, as in alertmanager=0.25.")
  private Map<String, String> targets = new TreeMap<>();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Version> target = Targets.of(spec, targets, "alertmanager");
    List<CheckedFile> results = files.stream().map(path -> check(path, target)).toList();
    if (format == Format.json) {
      out.println(CheckedFile.json(results));
    } else {
      CheckedFile.text(results, out);
    }
    out.flush();
    return results.stream().allMatch(CheckedFile::ok) ? Tocsin.DONE : Tocsin.PROBLEMS;
  }

  private CheckedFile check(Path path, Optional<Version> target) {
    try {
      AlertmanagerFile file = AlertmanagerFile.read(path.toString(), InputFile.read(path));
      TreeSet<Problem> problems = new TreeSet<>(file.problems());
      Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
      problems.addAll(file.warnings(checkFiles ? Optional.of(folder) : Optional.empty()));
      target.ifPresent(version -> problems.addAll(file.unknownTo(version)));
      List<Problem> all = new ArrayList<>(problems);
      boolean ok = strict ? all.isEmpty() : !Problem.anyError(all);
      return new CheckedFile(path.toString(), ok, ok ? summary(file) : "", all);
    } catch (IOException e) {
      return CheckedFile.unreadable(path, e);
    }
  }

  private static String summary(AlertmanagerFile file) {
    return CheckedFile.count(file.receivers().size(), "receiver")
        + ", "
        + CheckedFile.count(file.routes().size(), "route")
        + ", "
        + CheckedFile.count(file.inhibitions().size(), "inhibition");
  }

  /** The versions that files are for. */
  static final class Targets {
    private Targets() {}

    /** The version of this tool, if one is given; other tools' versions are left to others. */
    static Optional<Version> of(CommandSpec spec, Map<String, String> targets, String tool) {
      for (String name : targets.keySet()) {
        if (!name.equals("alertmanager") && !name.equals("prometheus")) {
          throw new ParameterException(
              spec.commandLine(),
              "--target knows alertmanager=VERSION and prometheus=VERSION, not " + name);
        }
      }
      try {
        return Optional.ofNullable(targets.get(tool)).map(Version::parse);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
      }
    }
  }
}
