package dev.tocsin.generator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    try (AtomicWrite write = new AtomicWrite()) {
      write.stage(one, Optional.of(bytes("read")), bytes("written"));
      write.stage(two, Optional.empty(), bytes("written"));
      Files.writeString(one, "edited");
      assertThatThrownBy(write::commit)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot write " + one + ": it was edited meanwhile");
    }
    assertThat(one).hasContent("edited");
    assertThat(names()).containsExactly("one");

    try (AtomicWrite write = new AtomicWrite()) {
      write.stage(two, Optional.empty(), bytes("written"));
      Files.writeString(two, "somebody else's");
      assertThatThrownBy(write::commit).hasMessageContaining("it was edited meanwhile");
    }
    assertThat(two).hasContent("somebody else's");
  }

  @Test
  void whenOneCannotBeReplacedAllAreWhatTheyWere() throws IOException {
    Path one = Files.writeString(folder.resolve("1"), "old");
    Path fresh = folder.resolve("2");
    Path blocked = folder.resolve("3");
    try (AtomicWrite write = new AtomicWrite()) {
      write.stage(one, bytes("new"));
      write.stage(fresh, bytes("new"));
      write.stage(blocked, bytes("new"));
      Files.createDirectories(blocked.resolve("in-the-way"));
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
    refused(broken, "it is a link to a file that does not exist");
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
    Process probe = start("unshare", "--mount", "--map-root-user", "true");
    assumeTrue(probe.waitFor() == 0, "no mount namespaces here");
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
    Process writer =
        start(
            java(),
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            file.toString(),
            "wait");
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
    Process writer =
        start(
            java(),
            "-cp",
            System.getProperty("java.class.path"),
            WriterProcess.class.getName(),
            file.toString(),
            "wait");
    assertThat(writer.inputReader().readLine()).isEqualTo("staged");
    writer.destroy();
    assertThat(writer.waitFor()).isEqualTo(143);
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("rules.yml");
  }

  private static Process start(String... command) throws IOException {
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
