package dev.tocsin.generator.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The temporary files of one write in one folder. An open session holds a lock, so that other
 * processes leave its files alone; the system frees the lock of a process that was killed. The lock
 * file in the root folder of a write of several files holds the {@link Journal}.
 */
final class Session implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("\\.tocsin-([0-9a-f]+)(-[0-9]+)?\\.tmp");

  /** The sessions of this process: closing any channel of a lock file would free its lock. */
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

  /** Cleans up after killed processes, and takes a name for the files to come. */
  static Session open(Path folder) throws IOException {
    sweep(folder);
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
        // Some network file systems support no locks; there another process may remove the files
        // of this write, which then fails without a change.
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

  /**
   * Records how to undo the write: before its first file is replaced, the record is on the disk.
   */
  void begin(Journal journal) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(journal.encoded());
    while (bytes.hasRemaining()) {
      lock.write(bytes);
    }
    lock.force(true);
    AtomicWrite.force(folder);
  }

  /** Drops the record: all files are replaced, or none is. */
  void end() throws IOException {
    lock.truncate(0);
    lock.force(true);
  }

  /**
   * Undoes writes that were killed before their last file was replaced, and removes the temporary
   * files of killed processes.
   */
  static void sweep(Path folder) throws IOException {
    for (Path file : abandoned(folder)) {
      if (isLock(file)) {
        undo(folder, file);
      } else {
        AtomicWrite.remove(file);
      }
    }
  }

  /** Under the lock of the killed process: one process undoes the write. */
  private static void undo(Path folder, Path file) throws IOException {
    String id = id(file).orElseThrow();
    if (!OPEN.add(id)) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (locks(channel) && Files.exists(file)) {
        List<Path> failed =
            Journal.decode(Channels.newInputStream(channel).readAllBytes())
                .map(journal -> journal.undo(folder))
                .orElse(List.of());
        if (!failed.isEmpty()) {
          throw new IOException(
              "cannot restore "
                  + failed
                  + ", which a killed run has replaced"
                  + "\n    fix: make the files writable, and run the command again");
        }
        AtomicWrite.remove(file);
      }
    } catch (NoSuchFileException e) {
      // Another process was faster.
    } finally {
      OPEN.remove(id);
    }
  }

  private static boolean locks(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return true; // The file system supports no locks.
    }
  }

  /** Whether a killed process has replaced some files of a write below this folder. */
  static boolean isHalfWritten(Path folder) throws IOException {
    for (Path file : abandoned(folder)) {
      if (isLock(file) && Journal.decode(Files.readAllBytes(file)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> id(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }

  private static boolean isLock(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches() && name.group(2) == null;
  }

  /** The files of sessions that are over, each session's lock file last. */
  static List<Path> abandoned(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Map<Path, String> found = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        id(file).ifPresent(id -> found.put(file, id));
      }
    }
    List<Path> abandoned = new ArrayList<>();
    for (Map.Entry<Path, String> file : found.entrySet()) {
      if (!isInUse(folder, file.getValue())) {
        abandoned.add(file.getKey());
      }
    }
    // "-" sorts before ".", so the lock file of a session comes after its other files.
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
      // The file is no longer locked: the next write to the folder removes it.
    }
    OPEN.remove(id);
  }
}
