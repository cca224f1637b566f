package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class InferenceJarTest {
  private static final Instant PACKAGED = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path inference;

  @Test
  void aJarThatIsNewerThanItsSourcesIsTaken() throws IOException {
    write("src/main/java/dev/Main.java", PACKAGED.minusSeconds(60));
    Path jar = write("target/tocsin-inference.jar", PACKAGED);

    assertThat(InferenceJar.in(inference)).isEqualTo(jar);
  }

  @Test
  void aStaleOneIsNot() throws IOException {
    write("target/tocsin-inference.jar", PACKAGED);
    write("src/main/java/dev/Main.java", PACKAGED.minusSeconds(60));
    write("src/main/java/dev/Metrics.java", PACKAGED.plusSeconds(60));

    assertThatThrownBy(() -> InferenceJar.in(inference))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("src/main/java/dev/Metrics.java is newer than ")
        .hasMessageContaining("by `mvn -pl inference -am -DskipTests package`");
  }

  @Test
  void withoutOneTheTestIsLeftOut() {
    assertThatThrownBy(() -> InferenceJar.in(inference))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("mvn -pl inference -am -DskipTests package");
  }

  private Path write(String file, Instant when) throws IOException {
    Path path = inference.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");
    return Files.setLastModifiedTime(path, FileTime.from(when));
  }
}
