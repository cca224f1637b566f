package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.internal.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With programs of our own in place of apt's; the real ones are used in ToolsInstallIT. */
class DebianToolSourceTest {
  private static final Platform PLATFORM = new Platform("linux", "amd64");
  private static final String SUM_OF_DEB =
      "d8c57d17b4ae8bcb1aeebb8ad5eff5a54e5bcc7a3cab6dc7ad6a4ad1b4bd4e0f";

  @TempDir Path temp;
  private Path bin;
  private Path etc;
  private Path scratch;

  @BeforeEach
  void machine() throws IOException {
    bin = Files.createDirectories(temp.resolve("bin"));
    etc = Files.createDirectories(temp.resolve("etc/sources.list.d"));
    scratch = Files.createDirectories(temp.resolve("scratch"));
    etc = etc.getParent();
    FakeTools.apt(bin, etc);
  }

  private DebianPackages packages(Optional<String> mirror) {
    return new DebianPackages(PLATFORM, List.of(bin), etc, mirror);
  }

  private DebianToolSource route(String sum) {
    PinTable pins =
        PinTable.parse(
            "newest\tdebian\tlinux-amd64\tforky\tprometheus\t3.5.3+ds1-6\t"
                + sum
                + "\tprometheus=usr/bin/it\n");
    return new DebianToolSource(pins, PLATFORM, packages(Optional.empty()));
  }

  @Test
  void unpacksWhatHasThePinnedSum() throws Exception {
    Path sample = Files.writeString(temp.resolve("sample"), "content\n");
    Delivery delivery = route(Sha256.of(sample)).deliver(Generation.NEWEST, scratch);
    assertThat(delivery.tools())
        .isEqualTo(Map.of(Tool.PROMETHEUS, scratch.resolve("root/usr/bin/it")));
    assertThat(delivery.origin()).isEqualTo("Debian packages of forky");
  }

  @Test
  void keepsTheMachinesProxyAndMirrorAndDropsItsHooks() throws Exception {
    Path sample = Files.writeString(temp.resolve("sample"), "content\n");
    route(Sha256.of(sample)).deliver(Generation.NEWEST, scratch);
    assertThat(scratch.resolve("apt/apt.conf"))
        .content()
        .contains("Acquire::http::Proxy \"http://proxy.example:3128\";")
        .doesNotContain("Post-Invoke");
    assertThat(scratch.resolve("apt/sources.list"))
        .content()
        .startsWith("deb [arch=amd64 target=Packages")
        .endsWith("] http://u:secret@mirror.example/debian forky main\n");
  }

  @Test
  void removesAFileWithAnotherSum() {
    assertThatThrownBy(() -> route(SUM_OF_DEB).deliver(Generation.NEWEST, scratch))
        .isInstanceOf(ToolSourceRefusal.class)
        .hasMessageStartingWith("the SHA-256 of prometheus_1_amd64.deb is ")
        .hasMessageContaining("instead of " + SUM_OF_DEB)
        .hasMessageContaining(
            "pinned in generator/tools/src/main/resources/dev/tocsin/generator/tools/pins.tsv")
        .hasMessageEndingWith("the file was removed");
    assertThat(scratch.resolve("apt/packages")).isEmptyDirectory();
  }

  @Test
  void saysWhichVersionASuiteHasMovedOnTo() {
    FakeTools.program(
        bin.resolve("apt-get"),
        """
        #!/bin/sh
        [ "$2" = update ] && exit 0
        echo "E: Version '3.5.3+ds1-6' for 'prometheus' was not found" >&2
        exit 100
        """);
    assertThatThrownBy(() -> route(SUM_OF_DEB).deliver(Generation.NEWEST, scratch))
        .hasMessage(
            "Debian forky no longer has prometheus 3.5.3+ds1-6, which is pinned in "
                + "generator/tools/src/main/resources/dev/tocsin/generator/tools/pins.tsv; "
                + "it has 3.5.4+ds1-1");
  }

  @Test
  void passesOnWhatAptSaysWithoutPasswords() {
    FakeTools.program(
        bin.resolve("apt-get"),
        """
        #!/bin/sh
        echo "W: Failed to fetch http://u:secret@mirror.example/debian/dists/forky/InRelease  no" >&2
        """);
    assertThatThrownBy(() -> route(SUM_OF_DEB).deliver(Generation.NEWEST, scratch))
        .hasMessage(
            "apt cannot read the suite forky of http://mirror.example/debian: W: Failed to fetch "
                + "http://mirror.example/debian/dists/forky/InRelease  no");
  }

  @Test
  void refusesAMachineWithoutAptOrWithoutDebiansArchive() throws IOException {
    Files.writeString(etc.resolve("sources.list"), "deb http://mirror.example/ubuntu noble main\n");
    assertThatThrownBy(() -> route(SUM_OF_DEB).deliver(Generation.NEWEST, scratch))
        .hasMessageContaining("no Debian archive among the 1 apt sources")
        .hasMessageContaining("tocsin.tools.debian-mirror");
    Files.delete(bin.resolve("apt-get"));
    assertThatThrownBy(() -> route(SUM_OF_DEB).deliver(Generation.NEWEST, scratch))
        .hasMessage("apt-get is not on the PATH");
  }

  @Test
  void aGivenMirrorComesBeforeTheMachines() throws Exception {
    assertThat(packages(Optional.of("http://other.example/debian")).archive().uri())
        .isEqualTo("http://other.example/debian");
  }

  @Test
  void readsMadison() {
    assertThat(
            DebianPackages.versions(
                """
                promtool | 3.5.4+ds1-1 | http://m.example/debian forky/main amd64 Packages
                promtool | 3.5.3+ds1-6 | http://m.example/debian forky/main amd64 Packages
                """))
        .containsExactly("3.5.4+ds1-1", "3.5.3+ds1-6");
    assertThat(DebianPackages.versions("")).isEmpty();
  }
}
