package dev.tocsin.generator.alertmanager;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Real configurations and upstream's own cases, read at {@code ../shared/corpora}, or {@code
 * -Dtocsin.corpora}; tests are skipped, saying so, where they are absent.
 */
public final class Corpora {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Corpora() {}

  /** The folder of the corpora. */
  public static Path folder() {
    Path corpora = Path.of(System.getProperty("tocsin.corpora", "../../../shared/corpora"));
    assumeTrue(
        Files.exists(corpora.resolve("verdicts.jsonl")),
        "skipped: no corpora at " + corpora.toAbsolutePath());
    return corpora;
  }

  /**
   * The bytes of a file of Alertmanager's own tests, such as {@code config/testdata/conf.good.yml},
   * which the corpora name and do not hold. {@code -Dtocsin.alertmanager.testdata} names a checkout
   * of Alertmanager 0.33.1 that has them; empty where it does not.
   */
  static Optional<byte[]> upstreamFile(String name) throws IOException {
    String checkout = System.getProperty("tocsin.alertmanager.testdata", "");
    return checkout.isEmpty()
        ? Optional.empty()
        : Optional.of(Files.readAllBytes(Path.of(checkout).resolve(name)));
  }

  /** The objects of a file of JSON lines. */
  public static List<JsonNode> lines(String file) {
    try {
      return Files.readAllLines(folder().resolve(file)).stream().map(Corpora::json).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The verdicts of a tool, such as {@code amtool check-config}. */
  public static List<JsonNode> verdicts(String tool) {
    return lines("verdicts.jsonl").stream()
        .filter(verdict -> verdict.get("tool").asText().equals(tool))
        .toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
