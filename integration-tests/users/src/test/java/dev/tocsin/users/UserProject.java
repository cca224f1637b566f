package dev.tocsin.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A user's project in a folder of its own, built by a real Maven in a process of its own. */
final class UserProject {
  private static final Path PROJECTS =
      Path.of(System.getProperty("tocsin.root", "../..")).resolve("integration-tests/users/src/it");

  /** A build of a few files is over before the second compiler is of any use. */
  private static final String MAVEN_OPTS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final String JAVA = "src/main/java/shop/ShopMonitoring.java";

  private final Path folder;
  private final Path maven;
  private final StagedRepository repository;

  private UserProject(Path folder, Path maven, StagedRepository repository) {
    this.folder = folder;
    this.maven = maven;
    this.repository = repository;
  }

  /** A copy of the project {@code src/it/name} in an empty folder. */
  static UserProject of(String name, Path folder, Path maven, StagedRepository repository)
      throws IOException {
    Path source = PROJECTS.resolve(name);
    try (var files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(source.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(target, StagedRepository.withVersions(Files.readString(file)));
      }
    }
    return new UserProject(folder, maven, repository);
  }

  /** An empty folder. */
  static UserProject in(Path folder, Path maven, StagedRepository repository) {
    return new UserProject(folder, maven, repository);
  }

  /** Writes a file as its author would. */
  UserProject write(String path, String text) throws IOException {
    Files.createDirectories(file(path).getParent());
    Files.writeString(file(path), text);
    return this;
  }

  /** What a Maven said, and how it ended. */
  record Run(int exit, String output) {
    Run succeeds() {
      assertThat(exit).as(output).isZero();
      assertThat(output).doesNotContain("Duplicated lifecycle phase");
      return this;
    }

    Run fails() {
      assertThat(exit).as(output).isNotZero();
      assertThat(output).doesNotContain("\tat ").doesNotContain("    at ");
      return this;
    }

    Run says(String... parts) {
      assertThat(output).contains(parts);
      return this;
    }
  }

  /** Runs Maven here with these arguments. */
  Run mvn(String... arguments) throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    List<String> command = new ArrayList<>();
    command.add(maven.resolve(windows ? "bin/mvn.cmd" : "bin/mvn").toString());
    command.addAll(List.of("-B", "-ntp", "-Dstyle.color=never"));
    command.addAll(List.of("-s", repository.settings().toString()));
    command.add("-Dmaven.repo.local=" + repository.local());
    command.add("-Dtocsin.tools=" + System.getProperty("tocsin.tools"));
    command.addAll(Arrays.asList(arguments));

    Path log = Files.createTempFile("tocsin-it-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    builder.environment().put("MAVEN_OPTS", MAVEN_OPTS);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      assertThat(process.waitFor(9, TimeUnit.MINUTES)).as("mvn ends in time").isTrue();
      return new Run(process.exitValue(), Files.readString(log));
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(log);
    }
  }

  Path file(String path) {
    return folder.resolve(path);
  }

  String read(String path) throws IOException {
    return Files.readString(file(path));
  }

  /** Changes a file as its author would. */
  void edit(String path, String from, String to) throws IOException {
    String text = read(path);
    assertThat(text).contains(from);
    Files.writeString(file(path), text.replace(from, to));
  }

  /** Changes the definition. */
  void edit(String from, String to) throws IOException {
    edit(JAVA, from, to);
  }
}
