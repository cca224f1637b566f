package dev.tocsin.proofs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The inference service as the build has packaged it: it is asked over HTTP only, so that Maven
 * does not know that it must be built before these tests.
 */
public final class InferenceJar {
  private static final String BUILD = "mvn -pl inference -am -DskipTests package";

  private InferenceJar() {}

  /**
   * The jar; without one the test is left out.
   *
   * @param inference the module's folder
   * @throws AssertionError when its sources have changed since: what was proven would be the
   *     service of yesterday
   */
  public static Path in(Path inference) {
    Path jar = inference.resolve("target/tocsin-inference.jar");
    assumeTrue(
        Files.exists(jar), () -> "the inference service is not packaged in this build: " + BUILD);
    changedSince(jar, inference.resolve("src/main/java"))
        .ifPresent(
            source -> {
              throw new AssertionError(
                  inference.relativize(source)
                      + " is newer than "
                      + jar
                      + ": build the service that is to be tested, by `"
                      + BUILD
                      + "`, or leave out `-pl`");
            });
    return jar;
  }

  /** The newest source, where it is newer than the jar. */
  static Optional<Path> changedSince(Path jar, Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      FileTime packaged = Files.getLastModifiedTime(jar);
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> Map.entry(file, modified(file)))
          .filter(file -> file.getValue().compareTo(packaged) > 0)
          .max(Comparator.comparing(Map.Entry::getValue))
          .map(Map.Entry::getKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
