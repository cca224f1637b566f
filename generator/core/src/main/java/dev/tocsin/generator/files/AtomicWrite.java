package dev.tocsin.generator.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces files, one or many, so that each is the old one or the new one and never a part of one,
 * whatever happens to the disk, the process or the machine.
 *
 * <p>Every file is first written under a temporary name in its own folder and forced to the disk.
 * Only when all of them are there, each is moved to its place. Before that, the files are read once
 * more: where one is not what the caller has read, somebody has edited it, and nothing is written.
 * Permissions and owner stay as they are; symbolic links are followed.
 *
 * <p>A process that is asked to end (SIGTERM, Ctrl+C) finishes its moves and removes its temporary
 * files. One that is killed leaves them; the next write to the folder removes them. Which ones are
 * in use, a lock says: {@code .tocsin-ID.tmp} for the files {@code .tocsin-ID-N.tmp}.
 */
public final class AtomicWrite implements AutoCloseable {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Map<Path, Session> sessions = new LinkedHashMap<>();
  private final List<Staged> staged = new ArrayList<>();
  private final Thread atShutdown = new Thread(this::interrupt, "tocsin-files");
  private boolean hooked;
  private boolean interrupted;

  /**
   * A file that waits for its place.
   *
   * @param named as the caller named it, for messages
   * @param checked whether it must still hold {@code before}
   * @param before what the caller has read; empty where there was no file
   */
  private record Staged(
      Path named, Path target, Path temporary, boolean checked, Optional<byte[]> before) {}

  /** Prepares to write; nothing happens yet. */
  public AtomicWrite() {}

  /**
   * Replaces a file, whatever it holds.
   *
   * @throws IOException with a message for a person, when it cannot be written; then the file is
   *     what it was
   */
  public static void write(Path file, byte[] content) throws IOException {
    try (AtomicWrite write = new AtomicWrite()) {
      write.stage(file, content);
      write.commit();
    }
  }

  /**
   * Replaces a file that holds {@code before}.
   *
   * @throws IOException with a message for a person, when it cannot be written or does not hold
   *     that any more; then the file is what it was
   */
  public static void replace(Path file, byte[] before, byte[] content) throws IOException {
    try (AtomicWrite write = new AtomicWrite()) {
      write.stage(file, Optional.of(before), content);
      write.commit();
    }
  }

  /** Writes a file under a temporary name, to take the place of whatever is there. */
  public void stage(Path file, byte[] content) throws IOException {
    stage(file, content, false, Optional.empty());
  }

  /**
   * Writes a file under a temporary name.
   *
   * @param before what it holds now; empty where there is none
   */
  public void stage(Path file, Optional<byte[]> before, byte[] content) throws IOException {
    stage(file, content, true, before);
  }

  private synchronized void stage(
      Path file, byte[] content, boolean checked, Optional<byte[]> before) throws IOException {
    refuseWhenInterrupted();
    try {
      Path target = target(file);
      Path folder = Optional.ofNullable(target.getParent()).orElseThrow();
      Files.createDirectories(folder);
      Session session = sessions.get(folder);
      if (session == null) {
        hook();
        session = Session.open(folder);
        sessions.put(folder, session);
      }
      Path temporary = session.next();
      staged.add(new Staged(file, target, temporary, checked, before));
      write(temporary, target, content);
    } catch (IOException e) {
      throw failed(file, e, "no file was changed");
    }
  }

  private static void write(Path temporary, Path target, byte[] content) throws IOException {
    boolean replaces = Files.exists(target);
    boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
    // What replaces a file that others may not read is not readable for them meanwhile either.
    FileAttribute<?>[] attributes =
        replaces && posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (FileChannel channel = FileChannel.open(temporary, NEW, attributes)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (replaces && posix) {
      keepAttributes(target, temporary);
    }
  }

  private static void keepAttributes(Path from, Path to) throws IOException {
    PosixFileAttributes there = Files.readAttributes(from, PosixFileAttributes.class);
    PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    PosixFileAttributes fresh = view.readAttributes();
    try {
      if (!fresh.owner().equals(there.owner())) {
        view.setOwner(there.owner());
      }
    } catch (FileSystemException e) {
      // Only root gives files away: the file is then the writer's, as with any other editor.
    }
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    permissions.addAll(there.permissions());
    try {
      if (!fresh.group().equals(there.group())) {
        view.setGroup(there.group());
      }
    } catch (FileSystemException e) {
      // What one group may do must not become what another one may.
      permissions.removeAll(
          Set.of(
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.GROUP_WRITE,
              PosixFilePermission.GROUP_EXECUTE));
    }
    view.setPermissions(permissions);
  }

  /**
   * Moves all files to their places.
   *
   * @throws IOException with a message for a person, when a file was edited meanwhile or cannot be
   *     replaced; then all files are what they were
   */
  public synchronized void commit() throws IOException {
    refuseWhenInterrupted();
    for (Staged file : staged) {
      refuseWhenEdited(file);
    }
    Map<Path, Optional<byte[]>> moved = new LinkedHashMap<>();
    for (Staged file : staged) {
      try {
        Optional<byte[]> old = read(file.target);
        Files.move(
            file.temporary,
            file.target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        moved.put(file.target, old);
      } catch (IOException e) {
        List<Path> changed = undo(moved);
        throw failed(
            file.named,
            e,
            changed.isEmpty() ? "no file was changed" : "these files are changed: " + changed);
      }
    }
    staged.clear();
    sessions.keySet().forEach(AtomicWrite::force);
  }

  private static void refuseWhenEdited(Staged file) throws IOException {
    if (file.checked && !same(read(file.target), file.before)) {
      throw new IOException(
          "cannot write "
              + file.named
              + ": it was edited meanwhile; no file was changed\n    fix: run the command again");
    }
  }

  private static boolean same(Optional<byte[]> now, Optional<byte[]> before) {
    return now.isPresent() == before.isPresent()
        && Arrays.equals(now.orElseGet(() -> new byte[0]), before.orElseGet(() -> new byte[0]));
  }

  /** Puts back what was there; gives the files where this is not possible. */
  private static List<Path> undo(Map<Path, Optional<byte[]>> moved) {
    List<Path> changed = new ArrayList<>();
    moved.forEach(
        (target, old) -> {
          try {
            if (old.isPresent()) {
              write(target, old.get());
            } else {
              Files.deleteIfExists(target);
            }
          } catch (IOException e) {
            changed.add(target);
          }
        });
    return changed;
  }

  /** Removes what is left of the temporary files. */
  @Override
  public synchronized void close() {
    cleanUp();
    if (hooked) {
      hooked = false;
      try {
        Runtime.getRuntime().removeShutdownHook(atShutdown);
      } catch (IllegalStateException e) {
        // The process is ending, and has run it.
      }
    }
  }

  private void cleanUp() {
    for (Staged file : staged) {
      remove(file.temporary);
    }
    staged.clear();
    sessions.values().forEach(Session::close);
    sessions.clear();
  }

  private void hook() {
    if (!hooked) {
      try {
        Runtime.getRuntime().addShutdownHook(atShutdown);
        hooked = true;
      } catch (IllegalStateException e) {
        interrupted = true;
      }
    }
  }

  /** Waits for moves that are under way, as it needs the same monitor. */
  private synchronized void interrupt() {
    interrupted = true;
    cleanUp();
  }

  private void refuseWhenInterrupted() throws IOException {
    if (interrupted) {
      throw new IOException("the process is ending: no file was changed");
    }
  }

  /** Removes temporary files that killed processes have left in a folder. */
  public static void sweep(Path folder) throws IOException {
    for (Path file : abandoned(folder)) {
      remove(file);
    }
  }

  /** Temporary files in a folder that belong to no process any more, sorted by name. */
  public static List<Path> abandoned(Path folder) throws IOException {
    return Session.abandoned(folder);
  }

  /** The file itself, where the name is a link to it. */
  private static Path target(Path file) throws IOException {
    if (!Files.exists(file)) {
      if (Files.isSymbolicLink(file)) {
        throw new IOException("it is a link to a file that does not exist");
      }
      return file.toAbsolutePath();
    }
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException("it is not a regular file");
    }
    if (!Files.isWritable(file)) {
      throw new IOException("it is read-only");
    }
    return file.toRealPath();
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next write to the folder tries again.
    }
  }

  /** The names of a folder are on the disk only when the folder is. Not every system can do it. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; its file systems keep a journal of names.
    }
  }

  private static IOException failed(Path file, IOException e, String state) {
    return new IOException("cannot write " + file + ": " + reason(e) + "; " + state, e);
  }

  /** What the system says, without the name of a temporary file. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
      return "a part of its path is not a folder";
    }
    if (e instanceof NoSuchFileException) {
      return "its folder does not exist";
    }
    String said = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return said == null ? e.getClass().getSimpleName() : said;
  }
}
