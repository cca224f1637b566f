package dev.tocsin.generator.io;

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
 * Replaces files, one or many: all hold their old content or all hold the new one, whatever happens
 * to the disk, the process or the machine.
 *
 * <p>Each file is first written under a temporary name in its own folder and forced to the disk,
 * then all are renamed. Before the first rename the files are read again: if one has changed since
 * the caller read it, nothing is written. Permissions and owner are kept; symbolic links are
 * followed.
 *
 * <p>A process that is asked to end (SIGTERM, Ctrl+C) finishes its renames and removes its
 * temporary files. A process that is killed leaves them; the next write to the folder removes them.
 * The lock file {@code .tocsin-ID.tmp} says whether the files {@code .tocsin-ID-N.tmp} are in use.
 * If the process was killed between two renames, {@link #sweep} restores the old files from the
 * journal in the root folder's lock file.
 */
public final class AtomicWrite implements AutoCloseable {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path root;
  private final Runnable beforeRename;
  private final Map<Path, Session> sessions = new LinkedHashMap<>();
  private final List<Staged> staged = new ArrayList<>();
  private final Thread atShutdown = new Thread(this::interrupt, "tocsin-files");
  private boolean hooked;
  private boolean interrupted;

  /**
   * A file to replace or to delete.
   *
   * @param named as the caller named it, for messages
   * @param content the new content; empty to delete the file
   * @param checked whether the file must still hold {@code before}
   * @param before what the caller has read; empty where there was no file
   */
  private record Staged(
      Path named,
      Path target,
      Path temporary,
      Optional<byte[]> content,
      boolean checked,
      Optional<byte[]> before) {}

  /**
   * Prepares to write; nothing happens yet.
   *
   * @param root the folder that all the files are below
   */
  public AtomicWrite(Path root) {
    this(root, () -> {});
  }

  /** With a hook that runs before each rename and after the last one; for tests. */
  AtomicWrite(Path root, Runnable beforeRename) {
    this.root = root.toAbsolutePath().normalize();
    this.beforeRename = beforeRename;
  }

  /**
   * Replaces a file, whatever it holds.
   *
   * @throws IOException with a message for a person, when it cannot be written; then the file is
   *     unchanged
   */
  public static void write(Path file, byte[] content) throws IOException {
    try (AtomicWrite write = new AtomicWrite(folder(file))) {
      write.stage(file, content);
      write.commit();
    }
  }

  /**
   * Replaces a file that holds {@code before}.
   *
   * @throws IOException with a message for a person, when it cannot be written or has changed; then
   *     the file is left alone
   */
  public static void replace(Path file, byte[] before, byte[] content) throws IOException {
    try (AtomicWrite write = new AtomicWrite(folder(file))) {
      write.stage(file, Optional.of(before), content);
      write.commit();
    }
  }

  /** Writes a file under a temporary name, to replace whatever is there. */
  public void stage(Path file, byte[] content) throws IOException {
    stage(file, Optional.of(content), false, Optional.empty());
  }

  /**
   * Writes a file under a temporary name.
   *
   * @param before what it holds now; empty where there is none
   */
  public void stage(Path file, Optional<byte[]> before, byte[] content) throws IOException {
    stage(file, Optional.of(content), true, before);
  }

  /** Marks a file that holds {@code before}: the commit deletes it. */
  public void stageDeletion(Path file, byte[] before) throws IOException {
    stage(file, Optional.empty(), true, Optional.of(before));
  }

  private synchronized void stage(
      Path file, Optional<byte[]> content, boolean checked, Optional<byte[]> before)
      throws IOException {
    refuseWhenInterrupted();
    try {
      // A deletion removes the name, which may be a link; a replacement keeps the link.
      Path target = content.isPresent() ? target(file) : file.toAbsolutePath();
      Path temporary = session(folder(target)).next();
      staged.add(new Staged(file, target, temporary, content, checked, before));
      if (content.isPresent()) {
        write(temporary, target, content.get());
      }
    } catch (IOException e) {
      throw failed(file, e, "no file was changed");
    }
  }

  private Session session(Path folder) throws IOException {
    Session session = sessions.get(folder);
    if (session == null) {
      Files.createDirectories(folder);
      hook();
      session = Session.open(folder);
      sessions.put(folder, session);
    }
    return session;
  }

  private static void write(Path temporary, Path target, byte[] content) throws IOException {
    boolean replaces = Files.exists(target);
    boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
    // A file that others may not read must not be readable under its temporary name either.
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
      // Only root may change the owner; without root the file belongs to the writer.
    }
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    permissions.addAll(there.permissions());
    try {
      if (!fresh.group().equals(there.group())) {
        view.setGroup(there.group());
      }
    } catch (FileSystemException e) {
      // The permissions of one group must not pass to another one.
      permissions.removeAll(
          Set.of(
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.GROUP_WRITE,
              PosixFilePermission.GROUP_EXECUTE));
    }
    view.setPermissions(permissions);
  }

  /**
   * Renames all files to their places, and deletes those that are marked.
   *
   * @throws IOException with a message for a person, when a file has changed meanwhile or cannot be
   *     replaced; then all files hold their old content
   */
  public synchronized void commit() throws IOException {
    refuseWhenInterrupted();
    // A single rename needs no journal. Opening the session may undo a killed write: it comes
    // first.
    Optional<Session> journaled = staged.size() > 1 ? Optional.of(rootSession()) : Optional.empty();
    List<Journal.Entry> entries = new ArrayList<>();
    for (Staged file : staged) {
      entries.add(entry(file));
    }
    Journal journal = new Journal(entries);
    try {
      if (journaled.isPresent()) {
        journaled.get().begin(journal);
      }
    } catch (IOException e) {
      throw failed(root, e, "no file was changed");
    }
    for (Staged file : staged) {
      try {
        beforeRename.run();
        replace(file);
      } catch (IOException e) {
        List<Path> changed = journal.undo(root);
        if (changed.isEmpty() && journaled.isPresent()) {
          journaled.get().end();
        }
        throw failed(
            file.named,
            e,
            changed.isEmpty() ? "no file was changed" : "these files were changed: " + changed);
      }
    }
    beforeRename.run();
    staged.clear();
    sessions.keySet().forEach(AtomicWrite::force);
    if (journaled.isPresent()) {
      journaled.get().end();
    }
  }

  private Session rootSession() throws IOException {
    try {
      return session(root);
    } catch (IOException e) {
      throw failed(root, e, "no file was changed");
    }
  }

  private Journal.Entry entry(Staged file) throws IOException {
    Optional<byte[]> old;
    try {
      old = read(file.target);
    } catch (IOException e) {
      throw failed(file.named, e, "no file was changed");
    }
    refuseWhenChanged(file, old);
    String path = root.relativize(file.named.toAbsolutePath().normalize()).toString();
    return Journal.Entry.of(path, old, file.content);
  }

  private static void replace(Staged file) throws IOException {
    if (file.content.isEmpty()) {
      Files.deleteIfExists(file.target);
      return;
    }
    Files.move(
        file.temporary,
        file.target,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void refuseWhenChanged(Staged file, Optional<byte[]> now) throws IOException {
    if (file.checked && !same(now, file.before)) {
      throw new IOException(
          "cannot write "
              + file.named
              + ": the file has changed since it was read; no file was changed"
              + "\n    fix: run the command again");
    }
  }

  private static boolean same(Optional<byte[]> now, Optional<byte[]> before) {
    return now.isPresent() == before.isPresent()
        && Arrays.equals(now.orElseGet(() -> new byte[0]), before.orElseGet(() -> new byte[0]));
  }

  /** Removes the temporary files that are left. */
  @Override
  public synchronized void close() {
    cleanUp();
    if (hooked) {
      hooked = false;
      try {
        Runtime.getRuntime().removeShutdownHook(atShutdown);
      } catch (IllegalStateException e) {
        // The process is ending and has run the hook.
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

  /** Waits for a commit that is under way, because both need the same monitor. */
  private synchronized void interrupt() {
    interrupted = true;
    cleanUp();
  }

  private void refuseWhenInterrupted() throws IOException {
    if (interrupted) {
      throw new IOException("the process is ending: no file was changed");
    }
  }

  /**
   * Cleans up after killed processes: restores the old files where one was killed between the
   * renames of a write below this folder, and removes temporary files in the folder.
   *
   * @throws IOException with a message for a person, when a file cannot be restored
   */
  public static void sweep(Path folder) throws IOException {
    Session.sweep(folder);
  }

  /**
   * Whether a process was killed between the renames of a write below this folder, so that some
   * files are new and others old.
   */
  public static boolean isHalfWritten(Path folder) throws IOException {
    return Session.isHalfWritten(folder);
  }

  /** Temporary files in a folder that killed processes have left, sorted by name. */
  public static List<Path> abandoned(Path folder) throws IOException {
    return Session.abandoned(folder);
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
  }

  /** The file that a link points to; another file as it is. */
  private static Path target(Path file) throws IOException {
    if (!Files.exists(file)) {
      if (Files.isSymbolicLink(file)) {
        throw new IOException("it is a symbolic link to a file that does not exist");
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

  static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next write to the folder tries again.
    }
  }

  /** Forces the names in a folder to the disk, where the system can. */
  static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; its file systems keep a journal of names.
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
