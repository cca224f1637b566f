package dev.tocsin.generator.tools;

import dev.tocsin.dsl.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What SHA-256 sums of files must be. */
final class Checksums {
  private Checksums() {}

  /**
   * Removes the file and refuses if its sum is not the expected one.
   *
   * @param expectation where the expected sum is from, such as "pinned in …"
   */
  static void require(Path file, String expected, String expectation) throws ToolSourceRefusal {
    String actual;
    try {
      actual = Sha256.of(file);
      if (!actual.equals(expected)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new ToolSourceRefusal("cannot read " + file.getFileName() + ": " + e.getMessage());
    }
    if (!actual.equals(expected)) {
      throw new ToolSourceRefusal(
          "the SHA-256 of "
              + file.getFileName()
              + " is "
              + actual
              + " instead of "
              + expected
              + " ("
              + expectation
              + "); the file was removed");
    }
  }

  /** The sum of a file in a list as {@code sha256sum} prints it. */
  static Optional<String> in(String list, String fileName) {
    return list.lines()
        .map(line -> line.split("\\s+\\*?", 2))
        .filter(parts -> parts.length == 2 && parts[1].strip().equals(fileName))
        .map(parts -> parts[0])
        .findFirst();
  }
}
