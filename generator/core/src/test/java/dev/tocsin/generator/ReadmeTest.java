package dev.tocsin.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.load.DefinitionClassLoader;
import dev.tocsin.generator.load.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's definition compiles and generates files. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void theExampleGenerates(@TempDir Path folder) throws IOException {
    Path readme = Path.of(System.getProperty("tocsin.root", "../..")).resolve("README.md");
    String shown =
        JAVA.matcher(Files.readString(readme))
            .results()
            .map(example -> example.group(1))
            .filter(java -> java.contains("implements Monitoring"))
            .findFirst()
            .orElseThrow();
    Path source = folder.resolve("ShopMonitoring.java");
    Files.writeString(source, shown);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(
            compiler.run(
                null, null, null, "-proc:none", "-d", classes.toString(), source.toString()))
        .isZero();
    try (DefinitionClassLoader loader = DefinitionClassLoader.over(List.of(classes))) {
      Definitions definitions = new Definitions(loader);
      Batch batch = Batch.of(definitions.below(classes), definitions.problems());
      assertThat(batch.problems()).isEmpty();
      assertThat(batch.files().texts().get(GeneratedFiles.RULES))
          .contains("alert: HighTTFT", "for: 5m", "severity: warning");
    }
  }
}
