package dev.tocsin.generator.io;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What undoes a write of several files: what each held before, and what it holds afterwards. */
record Journal(List<Entry> entries) {
  private static final String FORMAT = "tocsin-journal-1";
  private static final int SUM_BYTES = 32;

  Journal {
    entries = List.copyOf(entries);
  }

  /**
   * One file of the write.
   *
   * @param path below the root of the write
   * @param old its content before; empty where there was no file
   * @param written the SHA-256 of its content afterwards; empty where the write deletes it
   */
  record Entry(String path, Optional<byte[]> old, Optional<String> written) {
    static Entry of(String path, Optional<byte[]> old, Optional<byte[]> content) {
      return new Entry(path, old, content.map(Journal::sum));
    }
  }

  /** The bytes of the journal, which end with their own sum. */
  byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(FORMAT);
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        out.writeUTF(entry.path);
        out.writeUTF(entry.written.orElse(""));
        out.writeInt(entry.old.map(old -> old.length).orElse(-1));
        out.write(entry.old.orElseGet(() -> new byte[0]));
      }
      out.write(digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** Reads a journal; empty where it was not written to its end, so that no file was replaced. */
  static Optional<Journal> decode(byte[] bytes) {
    int end = bytes.length - SUM_BYTES;
    if (end < 0
        || !Arrays.equals(
            digest(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))) {
      return Optional.empty();
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end))) {
      if (!in.readUTF().equals(FORMAT)) {
        return Optional.empty();
      }
      List<Entry> entries = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        String path = in.readUTF();
        Optional<String> written = Optional.of(in.readUTF()).filter(sum -> !sum.isEmpty());
        int length = in.readInt();
        Optional<byte[]> old = length < 0 ? Optional.empty() : Optional.of(in.readNBytes(length));
        entries.add(new Entry(path, old, written));
      }
      return Optional.of(new Journal(entries));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Puts back what the files held. A file that does not hold what the write gave it stays as it is:
   * it was not replaced yet, or has been edited since.
   *
   * @return the files that could not be restored
   */
  List<Path> undo(Path root) {
    List<Path> failed = new ArrayList<>();
    for (Entry entry : entries) {
      Path file = root.resolve(entry.path);
      try {
        if (isBelow(root, file)
            && !Files.isDirectory(file)
            && AtomicWrite.read(file).map(Journal::sum).equals(entry.written)) {
          if (entry.old.isPresent()) {
            AtomicWrite.write(file, entry.old.get());
          } else {
            Files.deleteIfExists(file);
          }
        }
      } catch (IOException e) {
        failed.add(file);
      }
    }
    return failed;
  }

  /** A journal that comes with somebody's files changes no others, not even by a link. */
  private static boolean isBelow(Path root, Path file) throws IOException {
    Path real = root.toRealPath();
    Path folder = Optional.ofNullable(root.resolve(file).getParent()).orElse(root);
    return Files.exists(file)
        ? file.toRealPath().startsWith(real)
        : Files.isDirectory(folder) && folder.toRealPath().startsWith(real);
  }

  private static String sum(byte[] content) {
    return HexFormat.of().formatHex(digest(content));
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
