package dev.tocsin.generator.tools;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A folder in which one thread of one process prepares an installation, which then appears in the
 * tools folder complete or not at all.
 */
final class Staging implements Closeable {
  private final InstallLock lock;
  private final Path folder;

  private Staging(InstallLock lock, Path folder) {
    this.lock = lock;
    this.folder = folder;
  }

  /**
   * Waits for another installer of the same, and removes what a killed one has left.
   *
   * @param id what is installed, such as {@code newest}
   */
  static Staging open(Path tools, String id) throws IOException {
    Files.createDirectories(tools);
    InstallLock lock = InstallLock.on(tools.resolve(id + ".lock"));
    try {
      String prefix = ".installing-" + id + ".";
      try (Stream<Path> entries = Files.list(tools)) {
        for (Path entry : entries.toList()) {
          if (entry.getFileName().toString().startsWith(prefix)) {
            Folders.delete(entry);
          }
        }
      }
      return new Staging(lock, Files.createTempDirectory(tools, prefix));
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** An empty folder, removed with all that is in it in the end. */
  Path folder() {
    return folder;
  }

  /** Moves a folder from here to its place. */
  void publish(Path made, Path home) throws IOException {
    if (Files.exists(home)) {
      // The old folder is incomplete or changed: move it away before the new one takes its name.
      Files.move(
          home, made.resolveSibling("old-" + made.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(made, home, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    try {
      Folders.delete(folder);
    } finally {
      lock.close();
    }
  }
}
