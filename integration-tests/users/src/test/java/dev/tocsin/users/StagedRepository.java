package dev.tocsin.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a user's Maven gets its artifacts from: ours as this build made them, in a repository of
 * their own, and everybody else's from this machine's local repository, read as if it were a remote
 * one. So nothing is installed, nothing of the machine's is changed, and no network is needed.
 */
final class StagedRepository {
  private static final String VERSION = System.getProperty("tocsin.version", "");

  /** The modules that a user's build needs: folders and artifacts. */
  private static final Map<String, String> MODULES =
      new TreeMap<>(
          Map.of(
              ".", "tocsin",
              "dsl", "tocsin-dsl",
              "generator", "tocsin-generator-parent",
              "generator/tools", "tocsin-tools",
              "generator/core", "tocsin-generator",
              "generator/maven-plugin", "tocsin-maven-plugin",
              "integration-tests", "tocsin-integration-tests",
              "integration-tests/harness", "tocsin-harness"));

  private final Path settings;
  private final Path local;

  private StagedRepository(Path settings, Path local) {
    this.settings = settings;
    this.local = local;
  }

  /** Test beds our artifacts below {@code target}. */
  static StagedRepository in(Path target) throws IOException {
    Path root = Path.of(System.getProperty("tocsin.root", "../.."));
    Path ours = target.resolve("it-repo").toAbsolutePath();
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      Path folder = root.resolve(module.getKey());
      String name = module.getValue() + "-" + VERSION;
      Path place = ours.resolve("dev/tocsin").resolve(module.getValue()).resolve(VERSION);
      Files.createDirectories(place);
      copy(folder.resolve("pom.xml"), place.resolve(name + ".pom"));
      Path jar = folder.resolve("target").resolve(name + ".jar");
      if (Files.exists(jar)) {
        copy(jar, place.resolve(name + ".jar"));
      }
    }
    Path local = target.resolve("it-local").toAbsolutePath();
    deleteTree(local.resolve("dev/tocsin"));
    Path settings = target.resolve("it-settings.xml").toAbsolutePath();
    Files.writeString(settings, settings(ours, Path.of(System.getProperty("tocsin.repository"))));
    return new StagedRepository(settings, local);
  }

  /** A POM whose {@code @name@}s become the versions that are here. */
  static String withVersions(String pom) {
    String text =
        pom.replace("@tocsin@", VERSION)
            .replace("@junit@", System.getProperty("tocsin.junit", "unknown"))
            .replace("@micrometer@", System.getProperty("tocsin.micrometer", "unknown"));
    for (String plugin : new String[] {"compiler", "jar", "resources", "surefire"}) {
      text =
          text.replace(
              "@" + plugin + "@", System.getProperty("tocsin.plugin." + plugin, "unknown"));
    }
    return text;
  }

  /**
   * A POM as the README shows it, with those of Maven's own plugins in the versions that are here:
   * no network is needed, and nothing else of it is changed.
   */
  static String offline(String pom) {
    StringBuilder plugins = new StringBuilder("<build><pluginManagement><plugins>");
    for (String plugin : new String[] {"compiler", "jar", "resources"}) {
      plugins.append("<plugin><artifactId>maven-").append(plugin).append("-plugin</artifactId>");
      plugins.append("<version>").append(System.getProperty("tocsin.plugin." + plugin, "unknown"));
      plugins.append("</version></plugin>");
    }
    return pom.replace("<build>", plugins + "</plugins></pluginManagement>");
  }

  Path settings() {
    return settings;
  }

  Path local() {
    return local;
  }

  private static String settings(Path ours, Path machines) {
    return """
        <settings>
          <mirrors>
            <mirror>
              <id>machine</id>
              <mirrorOf>*,!tocsin</mirrorOf>
              <url>%2$s</url>
            </mirror>
          </mirrors>
          <profiles>
            <profile>
              <id>tocsin</id>
              <repositories>
                <repository><id>tocsin</id><url>%1$s</url>%3$s</repository>
                <repository><id>central</id><url>%2$s</url>%3$s</repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository><id>tocsin</id><url>%1$s</url>%3$s</pluginRepository>
                <pluginRepository><id>central</id><url>%2$s</url>%3$s</pluginRepository>
              </pluginRepositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>tocsin</activeProfile></activeProfiles>
        </settings>
        """
        .formatted(
            ours.toUri(),
            machines.toUri(),
            "<releases><checksumPolicy>ignore</checksumPolicy></releases>"
                + "<snapshots><checksumPolicy>ignore</checksumPolicy></snapshots>");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
