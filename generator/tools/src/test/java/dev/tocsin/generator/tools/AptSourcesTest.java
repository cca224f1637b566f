package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
  @Test
  void readsOneLineEntries() {
    var archives =
        AptSources.oneLine(
            """
            # deb http://commented.example/debian bookworm main
            deb http://mirror.example/debian trixie main contrib # with a remark
            deb-src http://mirror.example/debian trixie main
            deb [ arch=amd64,arm64 signed-by=/keys/a.gpg trusted=yes ] https://b.example/debian sid main

            deb [signed-by=/keys/flat.gpg] https://c.example/flat ./
            nonsense
            """);
    assertThat(archives)
        .containsExactly(
            new AptSources.Archive(
                "http://mirror.example/debian",
                List.of("trixie"),
                List.of("main", "contrib"),
                Optional.empty(),
                false),
            new AptSources.Archive(
                "https://b.example/debian",
                List.of("sid"),
                List.of("main"),
                Optional.of("/keys/a.gpg"),
                true),
            new AptSources.Archive(
                "https://c.example/flat",
                List.of("./"),
                List.of(),
                Optional.of("/keys/flat.gpg"),
                false));
  }

  @Test
  void readsDeb822ParagraphsWithSeveralAddressesContinuationsAndComments() {
    var archives =
        AptSources.deb822(
            """
            Types: deb deb-src
            # http://snapshot.example/archive
            URIs: http://one.example/debian
             http://two.example/debian
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://off.example/debian
            Suites: trixie
            Components: main
            Enabled: no

            Types: deb
            URIs: http://key.example/debian
            Suites: forky
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             /abc=
             -----END PGP PUBLIC KEY BLOCK-----
            """);
    assertThat(archives)
        .extracting(AptSources.Archive::uri)
        .containsExactly(
            "http://one.example/debian", "http://two.example/debian", "http://key.example/debian");
    assertThat(archives.get(1).suites()).containsExactly("bookworm", "bookworm-updates");
    assertThat(archives.get(1).keyring())
        .contains("/usr/share/keyrings/debian-archive-keyring.gpg");
    assertThat(archives.get(2).keyring()).isEmpty();
  }

  @Test
  void tellsDebiansMainArchiveFromOthers() {
    assertThat(archive("http://m.example/debian", "bookworm", "main").isDebian()).isTrue();
    assertThat(archive("http://m.example/debian-security", "bookworm-security", "main").isDebian())
        .isFalse();
    assertThat(archive("http://m.example/ubuntu", "noble", "main").isDebian()).isFalse();
    assertThat(archive("http://m.example/debian", "bookworm", "contrib").isDebian()).isFalse();
  }

  @Test
  void neverShowsAPassword() {
    assertThat(archive("https://user:secret@m.example/debian", "sid", "main").shown())
        .isEqualTo("https://m.example/debian");
  }

  @Test
  void readsAllFilesOfAMachineInTheirOrder(@TempDir Path etc) throws IOException {
    Files.createDirectories(etc.resolve("sources.list.d"));
    Files.writeString(etc.resolve("sources.list"), "deb http://a.example/debian sid main\n");
    Files.writeString(
        etc.resolve("sources.list.d/debian.sources"),
        "Types: deb\nURIs: http://c.example/debian\nSuites: sid\nComponents: main\n");
    Files.writeString(
        etc.resolve("sources.list.d/b.list"), "deb http://b.example/debian sid main\n");
    Files.writeString(
        etc.resolve("sources.list.d/x.sources.disabled"), "deb http://x.example/debian sid main\n");
    assertThat(AptSources.in(etc))
        .extracting(AptSources.Archive::uri)
        .containsExactly(
            "http://a.example/debian", "http://b.example/debian", "http://c.example/debian");
    assertThat(AptSources.in(etc.resolve("absent"))).isEmpty();
  }

  private static AptSources.Archive archive(String uri, String suite, String component) {
    return new AptSources.Archive(uri, List.of(suite), List.of(component), Optional.empty(), false);
  }
}
