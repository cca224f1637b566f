package dev.tocsin.maven;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Batch;
import dev.tocsin.generator.files.Generated;
import dev.tocsin.generator.gate.GateProblems;
import dev.tocsin.generator.gate.Gates;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.generator.tools.ToolsUnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the generated files match the module's definitions, and that promtool and amtool
 * accept them. Prints a diff of files that are out of date. Runs as part of {@code mvn verify}.
 */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class CheckMojo extends DefinitionsMojo {
  /**
   * The generations of Prometheus and Alertmanager that must accept the files: {@code oldest} (2.42
   * and 0.25), {@code middle} (2.53 and 0.28) and {@code newest} (3.5 and 0.33). Default: all.
   */
  @Parameter(property = "tocsin.generations")
  private List<String> generations = List.of();

  /**
   * The folder for promtool and amtool, which are installed on first use. Default: a folder in the
   * user's cache.
   */
  @Parameter(property = "tocsin.tools")
  private @Nullable File toolsDirectory;

  /** Skips promtool and amtool, for machines on which they cannot be installed. */
  @Parameter(property = "tocsin.skipGates", defaultValue = "false")
  private boolean skipGates;

  /** Created by Maven. */
  public CheckMojo() {}

  @Override
  void use(Batch batch, Path output) throws IOException, MojoFailureException {
    List<String> wrong = new ArrayList<>();
    List<String> diff = batch.files().differencesTo(output);
    if (diff.isEmpty()) {
      getLog()
          .info(
              batch.files().texts().size()
                  + " files in "
                  + shown(output)
                  + " are what the definitions say.");
    } else {
      diff.forEach(getLog()::error);
      wrong.add(
          "The files in "
              + shown(output)
              + " are not what the definitions say (see the diff above); fix: run `mvn generate`"
              + " and commit the changes");
    }
    if (!gatesAccept(batch)) {
      wrong.add("promtool or amtool rejected the generated files (see above).");
    }
    if (!wrong.isEmpty()) {
      throw new MojoFailureException(String.join("\n", wrong));
    }
  }

  @Override
  void nothingDefined() {
    getLog().debug("No definitions in this module.");
  }

  private boolean gatesAccept(Batch batch) throws IOException, MojoFailureException {
    if (skipGates) {
      getLog().warn("promtool and amtool were skipped (tocsin.skipGates).");
      return true;
    }
    Set<Generation> wanted = wanted();
    Tools tools = Tools.standard().reportingTo(getLog()::info);
    Gates gates = Gates.with(toolsDirectory == null ? tools : tools.in(toolsDirectory.toPath()));
    List<Problem> problems = new ArrayList<>();
    try {
      for (Generated generated : batch.generated()) {
        problems.addAll(GateProblems.of(generated, gates, wanted));
      }
    } catch (ToolsUnavailableException e) {
      throw new MojoFailureException(
          e.getMessage() + "\nTo skip promtool and amtool, set -Dtocsin.skipGates.");
    }
    log(problems);
    if (Problem.anyError(problems)) {
      return false;
    }
    getLog()
        .info(
            "promtool and amtool accept them: Prometheus "
                + versions(wanted, Generation::prometheus)
                + ", Alertmanager "
                + versions(wanted, Generation::alertmanager)
                + ".");
    return true;
  }

  private static String versions(
      Set<Generation> generations, Function<Generation, String> version) {
    return generations.stream().map(version).collect(Collectors.joining(", "));
  }

  private Set<Generation> wanted() throws MojoFailureException {
    if (generations.isEmpty()) {
      return EnumSet.allOf(Generation.class);
    }
    Set<Generation> wanted = EnumSet.noneOf(Generation.class);
    for (String name : generations) {
      try {
        wanted.add(Generation.valueOf(name.strip().toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new MojoFailureException(
            "unknown generation '"
                + name
                + "' in <generations>; use one or more of "
                + Arrays.toString(Generation.values()).toLowerCase(Locale.ROOT)
                + ".",
            e);
      }
    }
    return wanted;
  }
}
