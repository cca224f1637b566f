package dev.tocsin.generator.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256 sums of files. */
final class Checksums {
  private static final int BLOCK = 1 << 16;

  private Checksums() {}

  /** The file's sum in lower-case hexadecimal digits. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Removes the file and refuses if its sum is not the expected one.
   *
   * @param expectation where the expected sum is from, such as "pinned in …"
   */
  static void require(Path file, String expected, String expectation) throws RouteRefusal {
    String actual;
    try {
      actual = sha256(file);
      if (!actual.equals(expected)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new RouteRefusal("cannot read " + file.getFileName() + ": " + e.getMessage());
    }
    if (!actual.equals(expected)) {
      throw new RouteRefusal(
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
