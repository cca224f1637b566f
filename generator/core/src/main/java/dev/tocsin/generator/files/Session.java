package dev.tocsin.generator.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The temporary files of one write in one folder. While it is open it holds a lock, by which other
 * processes see that the files are in use; the system frees the lock of a process that was killed.
 */
final class Session implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("\\.tocsin-([0-9a-f]+)(-[0-9]+)?\\.tmp");

  /** Those of this process: to look at its own locks would free them. */
  private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final String id;
  private final FileChannel lock;
  private int count;

  private Session(Path folder, String id, FileChannel lock) {
    this.folder = folder;
    this.id = id;
    this.lock = lock;
  }

  /** Removes what killed processes have left, and takes a name for the files to come. */
  static Session open(Path folder) throws IOException {
    AtomicWrite.sweep(folder);
    while (true) {
      String id = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
      OPEN.add(id);
      Path file = lockFile(folder, id);
      FileChannel lock =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try {
        // Between creation and lock another process may have taken the file for an abandoned one.
        if (lock.tryLock() != null && Files.exists(file)) {
          return new Session(folder, id, lock);
        }
      } catch (IOException e) {
        // Some network file systems know no locks; then another process may sweep too much, and
        // this write fails without a change.
        return new Session(folder, id, lock);
      }
      lock.close();
      OPEN.remove(id);
    }
  }

  /** The next temporary file, which does not exist yet. */
  Path next() {
    return folder.resolve(".tocsin-" + id + "-" + count++ + ".tmp");
  }

  /** The files of sessions that are over, each session's lock file last. */
  static List<Path> abandoned(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Map<Path, String> found = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          found.put(file, name.group(1));
        }
      }
    }
    List<Path> abandoned = new ArrayList<>();
    for (Map.Entry<Path, String> file : found.entrySet()) {
      if (!isInUse(folder, file.getValue())) {
        abandoned.add(file.getKey());
      }
    }
    // A '-' sorts before a '.': the lock of a session comes behind its files.
    abandoned.sort(null);
    return abandoned;
  }

  private static boolean isInUse(Path folder, String id) {
    if (OPEN.contains(id)) {
      return true;
    }
    Path file = lockFile(folder, id);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException | IOException e) {
      return Files.exists(file);
    }
  }

  private static Path lockFile(Path folder, String id) {
    return folder.resolve(".tocsin-" + id + ".tmp");
  }

  @Override
  public void close() {
    try (lock) {
      Files.deleteIfExists(lockFile(folder, id));
    } catch (IOException e) {
      // What is left is not locked any more, and goes with the next write.
    }
    OPEN.remove(id);
  }
}
