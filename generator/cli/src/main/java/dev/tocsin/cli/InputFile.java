package dev.tocsin.cli;

import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reading files without filling the memory with one that is far too large. */
final class InputFile {
  private InputFile() {}

  /** The file's bytes; of a file that is too large to be anything, one more than is allowed. */
  static byte[] read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(AlertmanagerFile.MAX_BYTES + 1);
    }
  }
}
