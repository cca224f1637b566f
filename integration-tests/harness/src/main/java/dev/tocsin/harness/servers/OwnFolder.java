package dev.tocsin.harness.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one stack has for itself, in this JVM and among others: a second one would remove
 * the files that the servers of the first one read and write.
 */
final class OwnFolder implements AutoCloseable {
  /** Marks a folder as that of a stack, and may be emptied; locked while it is one's. */
  private static final String MARKER = ".tocsin-stack";

  private final FileChannel channel;

  private OwnFolder(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a folder and removes what an earlier stack left there, and never anything else.
   *
   * @throws IOException when it holds other files
   * @throws IllegalStateException when another stack has it
   */
  static OwnFolder take(Path folder) throws IOException {
    Path marker = folder.resolve(MARKER);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> content = Files.list(folder)) {
        if (!Files.exists(marker) && content.findAny().isPresent()) {
          throw new IOException("it holds other files: give the stack a folder of its own");
        }
      }
    }
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            marker, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (lock(channel) == null) {
        throw new IllegalStateException(
            "folder \""
                + folder
                + "\" is in use by "
                + owner(channel)
                + ": servers that share a"
                + " folder remove each other's files; fix: wait until the other run has ended, or"
                + " give this one a folder of its own, in a test by -Dtocsin.proof.folder=FOLDER");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      deleteContent(folder, marker);
      return new OwnFolder(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException ofThisJvm) {
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    return pid.isBlank()
        ? "another run"
        : pid.equals(Long.toString(ProcessHandle.current().pid()))
            ? "another stack of this process"
            : "process " + pid;
  }

  private static void deleteContent(Path folder, Path marker) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      for (Path one : content.filter(it -> !it.equals(marker)).toList()) {
        deleteTree(one);
      }
    }
  }

  static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
