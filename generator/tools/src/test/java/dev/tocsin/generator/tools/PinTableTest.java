package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PinTableTest {
  private static final Platform AMD64 = new Platform("linux", "amd64");
  private static final Platform ARM64 = new Platform("linux", "arm64");
  private static final Platform MAC = new Platform("darwin", "arm64");

  @ParameterizedTest
  @EnumSource
  void everyRouteBringsEachToolOnce(Generation generation) {
    for (String route : List.of("image", "release", "debian")) {
      assertBringsAll(generation, route, AMD64);
      assertBringsAll(generation, route, ARM64);
    }
    assertBringsAll(generation, "release", MAC);
    assertThat(PinTable.bundled().of(generation, "debian", MAC)).isEmpty();
  }

  private static void assertBringsAll(Generation generation, String route, Platform platform) {
    assertThat(
            PinTable.bundled().of(generation, route, platform).stream()
                .flatMap(pin -> pin.paths().keySet().stream()))
        .as("%s by %s on %s", generation, route, platform)
        .containsExactlyInAnyOrder(Tool.values());
  }

  @Test
  void versionsAreThoseOfTheGeneration() {
    for (Pin pin : PinTable.bundled().all()) {
      for (Tool tool : pin.paths().keySet()) {
        assertThat(pin.version().replaceFirst("^v", "").replaceFirst("-.*", ""))
            .as(pin.toString())
            .matches(version -> Tool.isVersion(pin.generation().versionOf(tool), version));
      }
    }
  }

  @Test
  void everyPackageHasAChecksum() {
    assertThat(PinTable.bundled().all())
        .filteredOn(pin -> pin.route().equals("debian"))
        .allMatch(pin -> pin.sha256().isPresent());
  }

  @Test
  void aBrokenLineIsNamed() {
    assertThatThrownBy(() -> PinTable.parse("# remark\noldest\tdebian\n"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("2 columns instead of 8");
    assertThatThrownBy(() -> PinTable.parse("old\tr\tp\ts\ta\t1\t-\tpromtool=x"))
        .hasMessageContaining("unknown generation \"old\"");
    assertThatThrownBy(() -> PinTable.parse("oldest\tr\tp\ts\ta\t1\tabc\tpromtool=x"))
        .hasMessageContaining("64 lower-case hexadecimal digits");
    assertThatThrownBy(() -> PinTable.parse("oldest\tr\tp\ts\ta\t1\t-\tpromtol=x"))
        .hasMessageContaining("promtol=x");
  }

  @Test
  void readsThePlatformsOfJava() {
    assertThat(Platform.of("Linux", "amd64")).isEqualTo(AMD64);
    assertThat(Platform.of("Linux", "aarch64")).isEqualTo(ARM64);
    assertThat(Platform.of("Mac OS X", "aarch64")).isEqualTo(MAC);
    assertThat(Platform.of("Windows 11", "x86_64").id()).isEqualTo("windows-amd64");
  }

  @Test
  void aReleaseCandidateIsAnotherVersion() {
    assertThat(Tool.isVersion("3.5.3", "3.5.3")).isTrue();
    assertThat(Tool.isVersion("3.5.3", "3.5.3+ds1")).isTrue();
    assertThat(Tool.isVersion("3.5.3", "3.5.30")).isFalse();
    assertThat(Tool.isVersion("3.5.3", "3.5.3-rc.0")).isFalse();
    assertThat(Tool.versionIn("amtool, version 0.25.0 (branch: debian/sid)")).contains("0.25.0");
    assertThat(Tool.versionIn("Segmentation fault")).isEmpty();
  }
}
