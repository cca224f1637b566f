package dev.tocsin.generator.tools;

import dev.tocsin.dsl.internal.Sha256;
import dev.tocsin.generator.io.AtomicWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The SHA-256 sums of all files of an installation, in the format of {@code sha256sum}, by which a
 * changed program is noticed, also one of equal size.
 *
 * <p>To sum hundreds of megabytes takes a while. So a second file keeps what the system says of the
 * files when their sums were last right: size, times and inode. No program without root can change
 * a file and leave the time of that change as it was. Where these differ, as after a copy or in a
 * restored cache, the files are summed again.
 */
final class InstalledSums {
  private static final String SUMS = "sha256sums.txt";
  private static final String SEEN = "sha256sums.seen";
  private static final String SEPARATOR = "  ";

  private InstalledSums() {}

  /**
   * Writes down the sums.
   *
   * @param outside files of the installation that are not in its folder
   */
  static void record(Path folder, Collection<Path> outside) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> names.add(folder.relativize(file).toString().replace('\\', '/')));
    }
    for (Path file : outside) {
      if (!file.startsWith(folder)) {
        names.add(file.toAbsolutePath().toString());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      String sum = Sha256.of(folder.resolve(name));
      text.append(sum).append(SEPARATOR).append(name).append('\n');
    }
    write(folder.resolve(SUMS), text.toString());
    write(folder.resolve(SEEN), seen(folder, names));
  }

  /** Whether all files are what they were. */
  static boolean hold(Path folder) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve(SUMS))) {
      int space = line.indexOf(SEPARATOR);
      if (space < 0) {
        return false;
      }
      sums.put(line.substring(space + SEPARATOR.length()), line.substring(0, space));
    }
    String now = seen(folder, sums.keySet());
    Path seen = folder.resolve(SEEN);
    if (Files.exists(seen) && Files.readString(seen).equals(now)) {
      return true;
    }
    for (Map.Entry<String, String> file : sums.entrySet()) {
      if (!Sha256.of(folder.resolve(file.getKey())).equals(file.getValue())) {
        return false;
      }
    }
    try {
      write(seen, now);
    } catch (IOException e) {
      // In a folder that is read-only they are summed each time.
    }
    return !sums.isEmpty();
  }

  private static String seen(Path folder, Collection<String> names) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(attributes(folder.resolve(name))).append(SEPARATOR).append(name).append('\n');
    }
    return text.toString();
  }

  private static String attributes(Path file) throws IOException {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    String wanted = unix ? "unix:size,lastModifiedTime,ctime,ino" : "size,lastModifiedTime,fileKey";
    return new TreeMap<>(Files.readAttributes(file, wanted)).toString();
  }

  private static void write(Path file, String text) throws IOException {
    AtomicWrite.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
