package dev.tocsin.generator.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.generator.files.GeneratedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicWriteTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void permissionsAndLinksAreKept() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path file = Files.writeString(folder.resolve("rules.yml"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.yml"), file.getFileName());
    for (String permissions : List.of("rw-r-----", "rwxrwxrwx", "rw-------")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
      AtomicWrite.write(link, bytes(permissions));
      assertThat(file).hasContent(permissions);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo(permissions);
    }
    assertThat(link).isSymbolicLink();
    assertThat(names()).containsExactly("link.yml", "rules.yml");
  }

  @Test
  void aNewFileIsReadableAsOthersAre() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path usual = Files.writeString(folder.resolve("usual"), "");
    AtomicWrite.write(folder.resolve("new"), bytes("new"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("new")))
        .isEqualTo(Files.getPosixFilePermissions(usual));
  }

  @Test
  void anEditInBetweenIsNoticedAndKept() throws IOException {
    Path one = Files.writeString(folder.resolve("one"), "read");
    Path two = folder.resolve("two");
    try (AtomicWrite write = new AtomicWrite(folder)) {
      write.stage(one, Optional.of(bytes("read")), bytes("written"));
      write.stage(two, Optional.empty(), bytes("written"));
      Files.writeString(one, "edited");
      assertThatThrownBy(write::commit)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot write " + one + ": the file has changed since it was read");
    }
    assertThat(one).hasContent("edited");
    assertThat(names()).containsExactly("one");

    try (AtomicWrite write = new AtomicWrite(folder)) {
      write.stage(two, Optional.empty(), bytes("written"));
      Files.writeString(two, "somebody else's");
      assertThatThrownBy(write::commit)
          .hasMessageContaining("the file has changed since it was read");
    }
    assertThat(two).hasContent("somebody else's");
  }

  @Test
  void whenOneCannotBeReplacedAllAreWhatTheyWere() throws IOException {
    Path one = Files.writeString(folder.resolve("1"), "old");
    Path fresh = folder.resolve("2");
    Path blocked = folder.resolve("3");
    Runnable blocking =
        () -> {
          if (Files.exists(fresh)) {
            try {
              Files.createDirectories(blocked.resolve("in-the-way"));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    try (AtomicWrite write = new AtomicWrite(folder, blocking)) {
      write.stage(one, bytes("new"));
      write.stage(fresh, bytes("new"));
      write.stage(blocked, bytes("new"));
      assertThatThrownBy(write::commit)
          .hasMessageStartingWith("cannot write " + blocked + ": ")
          .hasMessageEndingWith("; no file was changed");
    }
    assertThat(one).hasContent("old");
    assertThat(names()).containsExactly("1", "3");
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    Path broken = Files.createSymbolicLink(folder.resolve("broken"), Path.of("nowhere"));
    Path file = Files.writeString(folder.resolve("file"), "");
    refused(sub, "it is a folder");
    refused(broken, "it is a symbolic link to a file that does not exist");
    refused(file.resolve("below"), "a part of its path is not a folder");
    refused(Path.of("/dev/null"), "it is not a regular file");
    assertThat(names()).containsExactly("broken", "file", "sub");
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> AtomicWrite.write(file, bytes("text")))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write " + file + ": " + why + "; no file was changed");
  }

  @Test
  void aFullDiskLeavesTheFileAsItWas() throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(
        script,
        """
        set -e
        disk=$1
        shift
        mount -t tmpfs -o size=64k tmpfs "$disk"
        echo old > "$disk/rules.yml"
        "$@" || echo "exit $?"
        cat "$disk/rules.yml"
        ls -A "$disk"
        """);
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("unshare", "--mount", "--map-root-user", "true"),
        "unshare is missing, or may not make a mount namespace");
    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--map-root-user",
                "sh",
                script.toString(),
                disk.toString(),
                java(),
                "-cp",
                System.getProperty("java.class.path"),
                WriterProcess.class.getName(),
                disk.resolve("rules.yml").toString(),
                "1000000")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    process.getOutputStream().close();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(folder.resolve("output")))
        .isEqualTo(
            "cannot write "
                + disk.resolve("rules.yml")
                + ": No space left on device; no file was changed\nexit 1\nold\nrules.yml\n");
  }

  @Test
  void whatAKilledProcessLeftGoesWithTheNextWriteAndWhatIsInUseStays() throws Exception {
    Path file = Files.writeString(folder.resolve("rules.yml"), "old");
    Process writer = writer(file.toString(), "wait");
    assertThat(writer.inputReader().readLine()).isEqualTo("staged");
    AtomicWrite.sweep(folder);
    assertThat(names()).as("in use").hasSize(3).filteredOn(n -> n.endsWith(".tmp")).hasSize(2);
    assertThat(AtomicWrite.abandoned(folder)).isEmpty();

    writer.destroyForcibly().waitFor();
    assertThat(file).hasContent("old");
    assertThat(AtomicWrite.abandoned(folder)).hasSize(2);
    AtomicWrite.write(folder.resolve("another.yml"), bytes("new"));
    assertThat(names()).containsExactly("another.yml", "rules.yml");
  }

  @Test
  void aProcessThatIsAskedToEndLeavesNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("rules.yml"), "old");
    Process writer = writer(file.toString(), "wait");
    assertThat(writer.inputReader().readLine()).isEqualTo("staged");
    writer.destroy();
    assertThat(writer.waitFor()).isEqualTo(143);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("rules.yml");
  }

  /** The hook stops the process before each of its renames in turn, and after the last one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aProcessKilledBetweenItsRenamesLeavesNoMixture(int rename) throws Exception {
    Map<String, String> old = Map.of("a", "old a", "c", "old c");
    for (Map.Entry<String, String> file : old.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    Process writer = writer(folder.toString(), "rename", String.valueOf(rename));
    assertThat(writer.inputReader().readLine()).isEqualTo("renaming");
    assertThat(AtomicWrite.isHalfWritten(folder)).as("in use").isFalse();
    AtomicWrite.sweep(folder);
    assertThat(contents()).as("in use").hasSizeGreaterThan(3);
    writer.destroyForcibly().waitFor();

    assertThat(contents().get("a")).isEqualTo(rename > 1 ? "new a" : "old a");
    assertThat(contents().get("sub/b")).isEqualTo(rename > 2 ? "new b" : null);
    assertThat(contents().get("c")).isEqualTo(rename > 3 ? null : "old c");
    assertThat(AtomicWrite.isHalfWritten(folder)).isTrue();
    GeneratedFiles files = GeneratedFiles.of(Map.of("a", "new a", "sub/b", "new b"));
    assertThat(files.differencesTo(folder))
        .first()
        .asString()
        .startsWith("(a run that was killed has replaced some of the files in " + folder);

    AtomicWrite.sweep(folder);
    AtomicWrite.sweep(folder.resolve("sub"));
    assertThat(contents()).isEqualTo(old);
    assertThat(files.writeTo(folder).written()).containsExactly("a", "sub/b");
    assertThat(contents()).isEqualTo(Map.of("a", "new a", "sub/b", "new b", "c", "old c"));
  }

  @Test
  void whatWasEditedAfterAKillStays() throws Exception {
    Files.writeString(folder.resolve("a"), "old a");
    Files.writeString(folder.resolve("c"), "old c");
    Process writer = writer(folder.toString(), "rename", "4");
    assertThat(writer.inputReader().readLine()).isEqualTo("renaming");
    writer.destroyForcibly().waitFor();
    Files.writeString(folder.resolve("a"), "edited a");
    AtomicWrite.write(folder.resolve("d"), bytes("new d"));
    assertThat(contents())
        .containsEntry("a", "edited a")
        .containsEntry("c", "old c")
        .containsEntry("d", "new d")
        .doesNotContainKey("sub/b");
  }

  /** A journal comes with a folder, and a folder may come from somebody else. */
  @Test
  void aJournalChangesNoFileOutsideItsFolder() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Path victim = Files.writeString(other.resolve("victim"), "known");
    Files.createSymbolicLink(own.resolve("link"), victim);
    Files.createSymbolicLink(own.resolve("linked"), other);
    Optional<byte[]> evil = Optional.of(bytes("evil"));
    Optional<byte[]> known = Optional.of(bytes("known"));
    Journal journal =
        new Journal(
            List.of(
                Journal.Entry.of("link", evil, known),
                Journal.Entry.of("../other/victim", evil, known),
                Journal.Entry.of("linked/victim", evil, known),
                Journal.Entry.of("linked/fresh", evil, Optional.empty()),
                Journal.Entry.of("../fresh", evil, Optional.empty())));
    Files.write(own.resolve(".tocsin-1f.tmp"), journal.encoded());
    AtomicWrite.sweep(own);
    assertThat(victim).hasContent("known");
    assertThat(contents().keySet())
        .containsExactlyInAnyOrder("other/victim", "own/link", "own/linked/victim");
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new HashMap<>();
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  private static Process writer(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(WriterProcess.class.getName());
    command.addAll(List.of(arguments));
    return start(command.toArray(String[]::new));
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return start(command).waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
