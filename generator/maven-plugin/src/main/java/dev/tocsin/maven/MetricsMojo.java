package dev.tocsin.maven;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.imports.Imported;
import dev.tocsin.generator.imports.Importer;
import dev.tocsin.generator.input.InputFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Generates a class of typed metrics from each metrics page of the module: {@code shop.prom}, as
 * the service exports it at {@code /metrics}, becomes {@code ShopMetrics} with a constant for each
 * metric. A metric that the page no longer has is a constant that the compiler no longer finds.
 */
@Mojo(name = "metrics", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class MetricsMojo extends AbstractMojo {
  private static final String SUFFIX = ".prom";

  /** The folder of the metrics pages, files that end with {@code .prom}. */
  @Parameter(
      property = "tocsin.metricsDirectory",
      defaultValue = "${project.basedir}/src/main/metrics")
  private File metricsDirectory = new File("");

  /** The package of the generated classes. */
  @Parameter(property = "tocsin.packageName", defaultValue = "${project.groupId}")
  private String packageName = "";

  /** The folder of the generated sources, which is added to the sources of the module. */
  @Parameter(defaultValue = "${project.build.directory}/generated-sources/tocsin")
  private File outputDirectory = new File("");

  /** Skips this goal. */
  @Parameter(property = "tocsin.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project = new MavenProject();

  /** Created by Maven. */
  public MetricsMojo() {}

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped (tocsin.skip).");
      return;
    }
    int problems = 0;
    try {
      List<Path> pages = pages();
      for (Path page : pages) {
        Imported imported = imported(page);
        for (Problem problem : imported.problems()) {
          if (problem.isError()) {
            getLog().error(problem.toString());
            problems++;
          } else {
            getLog().warn(problem.toString());
          }
        }
        if (imported.isSound()) {
          imported.files().writeTo(outputDirectory.toPath());
          getLog().info(shown(page) + ": " + imported.summary());
        }
      }
      if (pages.isEmpty()) {
        getLog().warn("No metrics pages (*" + SUFFIX + ") in " + shown(metricsDirectory.toPath()));
      }
    } catch (IOException e) {
      throw new MojoExecutionException("Cannot read or write a file: " + e, e);
    }
    if (problems > 0) {
      throw new MojoFailureException("Invalid metrics pages (see above).");
    }
    project.addCompileSourceRoot(outputDirectory.getPath());
  }

  private List<Path> pages() throws IOException {
    Path folder = metricsDirectory.toPath();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private Imported imported(Path page) throws IOException {
    byte[] bytes = InputFile.read(page, InputFile.Kind.METRICS);
    return Importer.run(
        new Importer.Request(
            packageName,
            className(page),
            List.of(),
            Optional.empty(),
            Optional.of(new Importer.Source(shown(page), bytes))));
  }

  /** {@code shop-api.prom} becomes {@code ShopApi}, to which the import adds {@code Metrics}. */
  private static String className(Path page) {
    String file = String.valueOf(page.getFileName());
    StringBuilder name = new StringBuilder();
    for (String word : file.substring(0, file.length() - SUFFIX.length()).split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return name.toString();
  }

  private String shown(Path path) {
    Path base = project.getBasedir() == null ? path : project.getBasedir().toPath();
    return path.startsWith(base) ? base.relativize(path).toString() : path.toString();
  }
}
