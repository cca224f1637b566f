package dev.tocsin.dsl.promql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Real expressions and upstream's own cases, which are no part of the project: they are read from
 * {@code ../shared/corpora} beside the repository, or from the system property {@code
 * tocsin.corpora}. Tests that need them are skipped, saying so, where they are absent.
 */
final class Corpora {
  private Corpora() {}

  static List<Map<String, @Nullable Object>> lines(String file) {
    Path path = folder().resolve(file);
    if (!Files.exists(path)) {
      System.out.println("Skipped: the corpora are absent (no " + path + ")");
    }
    assumeTrue(Files.exists(path), () -> "the corpora are absent: no " + path);
    try {
      return Files.readAllLines(path).stream()
          .filter(line -> !line.isBlank())
          .map(Json::object)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder() {
    String property = System.getProperty("tocsin.corpora", "");
    if (!property.isEmpty()) {
      return Path.of(property);
    }
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("monitoring")) && root.getParent() != null) {
      root = root.getParent();
    }
    return root.resolveSibling("shared").resolve("corpora");
  }
}
