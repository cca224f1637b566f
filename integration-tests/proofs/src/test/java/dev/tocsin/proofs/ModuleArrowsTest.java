package dev.tocsin.proofs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the arrows between the modules: what each one's classes may use, and nothing else.
 *
 * <p>It reads the modules' compiled classes where the build left them, rather than from a class
 * path, so that the proofs need no dependency on the command line and the Maven plugin. A build of
 * a part of the repository skips what it did not compile.
 */
class ModuleArrowsTest {

  private static final Path ROOT = Path.of(System.getProperty("tocsin.root", "../.."));

  /** The packages of the harness as CONTRIBUTING draws them; {@code harness} is the root. */
  private static final List<String> HARNESS_FROM_THE_TOP =
      List.of(
          "harness",
          "promtool backfilled accelerated faults",
          "contract report testbed",
          "scenario",
          "rehearsal",
          "receivers verdict",
          "servers",
          "series");

  /** One row a module: where its classes are, its own package, and what else it may use. */
  private enum Module {
    DSL("dsl/target/classes", "dev.tocsin.dsl.."),
    TOOLS(
        "generator/tools/target/classes",
        "dev.tocsin.generator..",
        "dev.tocsin.dsl.internal..",
        "dev.tocsin.dsl.problem..",
        "dev.tocsin.dsl.model.."),
    GENERATOR(
        "generator/core/target/classes",
        "dev.tocsin.generator..",
        "dev.tocsin.dsl..",
        "com.fasterxml.jackson..",
        "com.github.difflib..",
        "org.yaml.snakeyaml.."),
    CLI(
        "generator/cli/target/classes",
        "dev.tocsin.cli..",
        "dev.tocsin.generator..",
        "dev.tocsin.dsl..",
        "com.fasterxml.jackson..",
        "picocli.."),
    MAVEN_PLUGIN(
        "generator/maven-plugin/target/classes",
        "dev.tocsin.maven..",
        "dev.tocsin.generator..",
        "dev.tocsin.dsl..",
        "org.apache.maven.."),
    INFERENCE(
        "inference/target/classes",
        "dev.tocsin.inference..",
        "ai.djl..",
        "com.fasterxml.jackson..",
        "com.sun.jna..",
        "com.sun.net.httpserver..",
        "io.javalin..",
        "io.prometheus..",
        "jakarta.servlet..",
        "kotlin..",
        "org.eclipse.jetty..",
        "org.slf4j.."),
    MONITORING("monitoring/target/classes", "dev.tocsin.monitoring..", "dev.tocsin.dsl.."),
    HARNESS(
        "integration-tests/harness/target/classes",
        "dev.tocsin.harness..",
        "dev.tocsin.generator..",
        "dev.tocsin.dsl..",
        "com.fasterxml.jackson..",
        "com.github.dockerjava..",
        "com.github.tomakehurst.wiremock..",
        // The JDK's own, of the module jdk.httpserver.
        "com.sun.net.httpserver..",
        "com.icegreen..",
        "jakarta.mail..",
        "org.junit..",
        "org.opentest4j..",
        "org.testcontainers.."),
    /** May use any library, but of ours neither the shells nor the inference service's classes. */
    PROOFS(
        "integration-tests/proofs/target/test-classes",
        "dev.tocsin.proofs..",
        "dev.tocsin.harness..",
        "dev.tocsin.generator..",
        "dev.tocsin.monitoring..",
        "dev.tocsin.dsl..",
        "com..",
        "io..",
        "jakarta..",
        "org..");

    private final String folder;
    private final String own;
    private final String[] others;

    Module(String folder, String own, String... others) {
      this.folder = folder;
      this.own = own;
      this.others = others;
    }

    /** What it may use: its own, its row's, the JDK and annotations. */
    private String[] allowed() {
      List<String> allowed =
          new ArrayList<>(List.of("java..", "javax..", "org.apiguardian..", "org.jspecify..", own));
      allowed.addAll(List.of(others));
      return allowed.toArray(String[]::new);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aModuleUsesOnlyWhatItMay(Module module) {
    Path folder = ROOT.resolve(module.folder);
    assumeTrue(Files.isDirectory(folder), () -> "not compiled in this build: " + folder);
    JavaClasses classes = new ClassFileImporter().importPath(folder);

    assertThat(classes).as("classes in %s", folder).isNotEmpty();
    classes()
        .should()
        .resideInAPackage(module.own)
        .andShould()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(module.allowed())
        .because("each module may use only what its row says")
        .check(classes);
  }

  /** No package of a module depends on another in a circle. */
  @ParameterizedTest
  @EnumSource(names = {"DSL", "TOOLS", "GENERATOR", "CLI", "HARNESS"})
  void packagesFormNoCircle(Module module) {
    Path folder = ROOT.resolve(module.folder);
    assumeTrue(Files.isDirectory(folder), () -> "not compiled in this build: " + folder);

    slices()
        .matching("dev.tocsin.(**)")
        .should()
        .beFreeOfCycles()
        .because("packages of a module depend on each other in one direction")
        .check(new ClassFileImporter().importPath(folder));
  }

  @Test
  void aPackageOfTheHarnessUsesOnlyWhatIsBelowIt() {
    Path folder = ROOT.resolve(Module.HARNESS.folder);
    assumeTrue(Files.isDirectory(folder), () -> "not compiled in this build: " + folder);

    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    List<String> above = new ArrayList<>();
    for (String row : HARNESS_FROM_THE_TOP) {
      layers =
          layers
              .layer(row)
              .definedBy(
                  Stream.of(row.split(" "))
                      .map(
                          name -> "dev.tocsin.harness" + (name.equals("harness") ? "" : "." + name))
                      .toArray(String[]::new));
      layers =
          above.isEmpty()
              ? layers.whereLayer(row).mayNotBeAccessedByAnyLayer()
              : layers.whereLayer(row).mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
      above.add(row);
    }
    layers.check(new ClassFileImporter().importPath(folder));
  }
}
