package dev.tocsin.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.load.DefinitionClassLoader;
import dev.tocsin.generator.load.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example is the truth: it compiles, and it generates. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** What the example leaves out for the sake of its readers. */
  private static final String IMPORTS =
      """
      import static dev.tocsin.dsl.Alert.*;
      import static dev.tocsin.dsl.Label.*;
      import static dev.tocsin.dsl.MonitoringModel.monitoring;
      import static dev.tocsin.dsl.RuleGroup.group;
      import static dev.tocsin.dsl.Runbook.runbook;
      import static dev.tocsin.dsl.alertmanager.AlertmanagerConfig.alertmanager;
      import static dev.tocsin.dsl.alertmanager.Receiver.receiver;
      import static dev.tocsin.dsl.alertmanager.Route.to;
      import static dev.tocsin.dsl.alertmanager.Slack.slack;
      import static dev.tocsin.dsl.metric.Metric.*;
      import static dev.tocsin.dsl.metric.Promql.*;
      import static dev.tocsin.dsl.metric.Quantity.*;
      import static java.time.Duration.*;
      import dev.tocsin.dsl.*;
      import dev.tocsin.dsl.alertmanager.*;
      import dev.tocsin.dsl.metric.*;
      import dev.tocsin.dsl.metric.Unit.*;
      import java.net.URI;
      """;

  @Test
  void theExampleGenerates(@TempDir Path folder) throws IOException {
    Path readme = Path.of(System.getProperty("tocsin.root", "../..")).resolve("README.md");
    Matcher example = JAVA.matcher(Files.readString(readme));
    assertThat(example.find()).as("the README shows Java").isTrue();
    Path source = folder.resolve("ShopMonitoring.java");
    Files.writeString(source, IMPORTS + example.group(1));
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
      assertThat(batch.files().texts().get(Generator.RULES))
          .contains("alert: HighTTFT", "for: 5m", "severity: warning");
    }
  }
}
