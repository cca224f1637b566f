package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a script in place of the engine, which writes down what it is asked. */
class ImageToolSourceTest {
  @TempDir Path temp;
  private Path bin;
  private Path journal;
  private Path scratch;

  @BeforeEach
  void engine() throws IOException {
    bin = Files.createDirectories(temp.resolve("bin"));
    scratch = Files.createDirectories(temp.resolve("scratch"));
    journal = temp.resolve("journal");
  }

  private void docker(String body) {
    FakeTools.program(
        bin.resolve("docker"), "#!/bin/sh\necho \"$@\" >> '" + journal + "'\n" + body + "\n");
  }

  private ImageToolSource route(boolean pull) {
    return new ImageToolSource(
        PinTable.bundled(), new Platform("linux", "amd64"), List.of(bin), pull);
  }

  @Test
  void copiesTheToolsOutOfContainersThatNeverRun() throws Exception {
    docker(
        """
        case $1 in
          create) echo "box-of-$2" | tr '/:' '--' ;;
          cp) case $2 in *:/bin/*) echo "#!/bin/sh" > "$3" ;; *) exit 1 ;; esac ;;
        esac""");
    Delivery delivery = route(false).deliver(Generation.NEWEST, scratch);
    assertThat(delivery.tools()).containsOnlyKeys(Tool.values());
    assertThat(delivery.tools().values()).allSatisfy(file -> assertThat(file).exists());
    assertThat(delivery.templates()).isEmpty();
    assertThat(Files.readAllLines(journal))
        .contains(
            "create prom/prometheus:v3.5.3",
            "rm --force box-of-prom-prometheus-v3.5.3",
            "rm --force box-of-prom-alertmanager-v0.33.1")
        .noneMatch(line -> line.startsWith("pull") || line.startsWith("run"));
  }

  @Test
  void saysWhenNoEngineAnswersOrTheImageIsNotThere() throws Exception {
    assertThatThrownBy(() -> route(false).deliver(Generation.NEWEST, scratch))
        .hasMessage("neither docker nor podman is there");
    docker("echo 'Cannot connect to the Docker daemon at unix:///x. Is it running?' >&2; exit 1");
    assertThatThrownBy(() -> route(false).deliver(Generation.NEWEST, scratch))
        .hasMessage("docker has no engine that answers");
    docker("echo 'Error: No such image: prom/prometheus:v3.5.3' >&2; exit 1");
    assertThatThrownBy(() -> route(false).deliver(Generation.NEWEST, scratch))
        .hasMessage("docker does not have prom/prometheus:v3.5.3 (it is not pulled unasked)");
    assertThat(Files.readAllLines(journal)).noneMatch(line -> line.startsWith("pull"));
  }

  @Test
  void pullsIfAllowed() throws Exception {
    docker("[ $1 = pull ] && echo 'no route to host' >&2; exit 1");
    assertThatThrownBy(() -> route(true).deliver(Generation.NEWEST, scratch))
        .hasMessage("docker cannot pull prom/prometheus:v3.5.3: no route to host");
    assertThat(Files.readAllLines(journal)).contains("pull --quiet prom/prometheus:v3.5.3");
  }
}
