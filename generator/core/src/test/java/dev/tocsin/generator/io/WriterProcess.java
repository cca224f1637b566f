package dev.tocsin.generator.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Replaces a file by one of a size, or stops half-way until it is killed. */
final class WriterProcess {
  private static int renames;

  private WriterProcess() {}

  /**
   * Writes.
   *
   * @param arguments a file and its new size; a file and {@code wait} to stop with the file staged;
   *     a folder, {@code rename} and N to stop before the Nth rename of three files in it
   */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]).toAbsolutePath();
    switch (arguments[1]) {
      case "wait" -> {
        try (AtomicWrite write = new AtomicWrite(path.getParent())) {
          write.stage(path, new byte[100]);
          stop("staged");
        }
      }
      case "rename" -> rename(path, Integer.parseInt(arguments[2]));
      default -> {
        try {
          AtomicWrite.write(path, new byte[Integer.parseInt(arguments[1])]);
        } catch (IOException e) {
          System.out.println(e.getMessage());
          System.exit(1);
        }
      }
    }
  }

  private static void rename(Path root, int stopAt) throws IOException {
    Runnable hook =
        () -> {
          if (++renames == stopAt) {
            stop("renaming");
          }
        };
    try (AtomicWrite write = new AtomicWrite(root, hook)) {
      write.stage(root.resolve("a"), "new a".getBytes(StandardCharsets.UTF_8));
      write.stage(root.resolve("sub/b"), "new b".getBytes(StandardCharsets.UTF_8));
      Path deleted = root.resolve("c");
      write.stageDeletion(deleted, Files.readAllBytes(deleted));
      write.commit();
    }
  }

  private static void stop(String said) {
    System.out.println(said);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
