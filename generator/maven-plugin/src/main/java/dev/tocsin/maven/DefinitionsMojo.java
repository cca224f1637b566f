package dev.tocsin.maven;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Batch;
import dev.tocsin.generator.check.Targets;
import dev.tocsin.generator.load.DefinitionClassLoader;
import dev.tocsin.generator.load.Definitions;
import dev.tocsin.generator.load.Definitions.Defined;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** Base of the goals: loads the module's definitions and generates their files in memory. */
abstract class DefinitionsMojo extends AbstractMojo {
  /**
   * The names of the definition classes. Default: all public classes of the module that implement
   * {@code dev.tocsin.dsl.model.Monitoring}.
   */
  @Parameter(property = "tocsin.definitions")
  private List<String> definitions = List.of();

  /**
   * The folder of the generated files. With several definitions, each one has a subfolder named
   * after its model.
   */
  @Parameter(property = "tocsin.outputDirectory", defaultValue = "${project.basedir}")
  private File outputDirectory = new File("");

  /**
   * The versions that must support the files, such as {@code prometheus=2.42,alertmanager=0.25}.
   * What they do not support is an error. Default: the newest supported versions.
   */
  @Parameter(property = "tocsin.target")
  private String target = "";

  /** Skips this goal. */
  @Parameter(property = "tocsin.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project = new MavenProject();

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  @SuppressWarnings("NullAway.Init")
  private MavenSession session;

  @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
  private PluginDescriptor plugin = new PluginDescriptor();

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped (tocsin.skip).");
      return;
    }
    Path classes = Path.of(project.getBuild().getOutputDirectory());
    if (definitions.isEmpty() && !Files.isDirectory(classes)) {
      getLog().debug("This module has no classes, and so no definitions.");
      return;
    }
    warnOfAnotherLanguage();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (DefinitionClassLoader loader = DefinitionClassLoader.over(classPath())) {
      thread.setContextClassLoader(loader);
      Definitions asked = new Definitions(loader);
      List<Defined> defined =
          definitions.isEmpty() ? asked.below(classes) : asked.named(definitions);
      Batch batch = Batch.of(defined, asked.problems(), targets());
      report(batch.problems());
      if (batch.generated().isEmpty()) {
        nothingDefined();
      } else {
        use(batch, outputDirectory.toPath());
      }
    } catch (IOException e) {
      throw new MojoExecutionException(
          "Cannot read or write the files in " + shown(outputDirectory.toPath()) + ": " + e, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Targets targets() throws MojoFailureException {
    try {
      return target.isBlank() ? Targets.NEWEST : Targets.parse(target);
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException("<target>: " + e.getMessage(), e);
    }
  }

  /** Runs the goal for definitions without errors. */
  abstract void use(Batch batch, Path output) throws IOException, MojoFailureException;

  /** Reports that a module with classes has no definition. */
  abstract void nothingDefined();

  /** Whether the build has only this module. */
  final boolean isAlone() {
    return session.getProjects().size() == 1;
  }

  /** The path, relative to the folder in which Maven was started. */
  final String shown(Path path) {
    Path root = Path.of(session.getExecutionRootDirectory()).toAbsolutePath().normalize();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(root) && !absolute.equals(root)
        ? root.relativize(absolute).toString()
        : absolute.toString();
  }

  /** Logs problems at their level. */
  final void log(List<Problem> problems) {
    for (Problem problem : problems) {
      if (problem.isError()) {
        problem.toString().lines().forEach(getLog()::error);
      } else {
        problem.toString().lines().forEach(getLog()::warn);
      }
    }
  }

  private void report(List<Problem> problems) throws MojoFailureException {
    log(problems);
    long errors = problems.stream().filter(Problem::isError).count();
    if (errors > 0) {
      throw new MojoFailureException(
          (errors == 1
                  ? "The definitions have an error"
                  : "The definitions have " + errors + " errors")
              + " (see above); no file was written.");
    }
  }

  private List<Path> classPath() throws MojoExecutionException {
    try {
      return project.getRuntimeClasspathElements().stream().map(Path::of).toList();
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("The module's dependencies were not resolved.", e);
    }
  }

  /** Definitions run with the plugin's tocsin-dsl, so another version may not be compatible. */
  private void warnOfAnotherLanguage() {
    for (Artifact artifact : project.getArtifacts()) {
      if (artifact.getGroupId().equals(plugin.getGroupId())
          && artifact.getArtifactId().equals("tocsin-dsl")
          && !artifact.getBaseVersion().equals(plugin.getVersion())) {
        getLog()
            .warn(
                "This module uses tocsin-dsl "
                    + artifact.getBaseVersion()
                    + ", and the plugin is "
                    + plugin.getVersion()
                    + "; use the same version for both.");
      }
    }
  }
}
