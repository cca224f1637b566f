package dev.tocsin.generator.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Replaces a file by one of a size, or stops half-way until it is killed. */
final class WriterProcess {
  private WriterProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path file = Path.of(arguments[0]);
    try (AtomicWrite write = new AtomicWrite()) {
      if (arguments[1].equals("wait")) {
        write.stage(file, new byte[100]);
        System.out.println("staged");
        new CountDownLatch(1).await();
      } else {
        write.stage(file, new byte[Integer.parseInt(arguments[1])]);
        write.commit();
      }
    } catch (IOException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }
}
