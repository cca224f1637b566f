package dev.tocsin.cli;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.check.Targets;
import dev.tocsin.generator.input.InputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Checks Alertmanager configurations.
 *
 * @param strict whether to treat warnings as errors
 * @param checkFiles whether to warn about missing files that a configuration refers to
 * @param targets the versions that must accept them
 */
record ConfigFiles(boolean strict, boolean checkFiles, Targets targets) {
  /** The defaults of the command line. */
  static final ConfigFiles PLAIN = new ConfigFiles(false, false, Targets.NEWEST);

  /** Checks the files, prints their problems, and returns the exit code. */
  int check(List<Path> files, boolean json, PrintWriter out) {
    return CheckedFile.print(files.stream().map(this::check).toList(), "", json, out);
  }

  private CheckedFile check(Path path) {
    try {
      AlertmanagerFile file =
          AlertmanagerFile.read(path.toString(), InputFile.read(path, InputFile.Kind.ALERTMANAGER));
      TreeSet<Problem> problems = new TreeSet<>(file.problems());
      Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
      problems.addAll(file.warnings(folder, checkFiles));
      if (targets.alertmanager().isPresent()) {
        problems.addAll(file.unknownTo(targets.alertmanager().get()));
      }
      List<Problem> all = new ArrayList<>(problems);
      boolean ok = strict ? all.isEmpty() : !Problem.anyError(all);
      return new CheckedFile(path.toString(), ok, ok ? summary(file) : "", all);
    } catch (IOException e) {
      return CheckedFile.unreadable(path, InputFile.Kind.ALERTMANAGER, e);
    }
  }

  private static String summary(AlertmanagerFile file) {
    return CheckedFile.count(file.receivers().size(), "receiver")
        + ", "
        + CheckedFile.count(file.routeCount(), "route")
        + ", "
        + CheckedFile.count(file.inhibitions().size(), "inhibition");
  }
}
