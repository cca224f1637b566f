package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPathsTest {
  @TempDir Path temp;

  @Test
  void replacesEveryOccurrenceAndKeepsTheLength() {
    String before = "a/usr/share/prometheus/alertmanagerb/usr/share/prometheus/alertmanager/ui/c";
    byte[] after = DebianPaths.redirect(before.getBytes(StandardCharsets.US_ASCII)).orElseThrow();
    assertThat(new String(after, StandardCharsets.US_ASCII))
        .hasSameSizeAs(before)
        .isEqualTo(
            "a/proc/self/fd/9" + "/".repeat(19) + "b/proc/self/fd/9" + "/".repeat(19) + "/ui/c");
    assertThat(DebianPaths.redirect("/usr/share/prometheus".getBytes(StandardCharsets.US_ASCII)))
        .isEmpty();
  }

  @Test
  void theScriptGivesTheProgramItsTemplatesWhereverTheToolboxIs() throws Exception {
    Path program =
        FakeTools.program(
            temp.resolve("program"),
            "#!/bin/sh\ncat " + DebianPaths.COMPILED_IN + "/default.tmpl; echo \"$PWD $*\"\n");
    Path box = temp.resolve("box with spaces");
    assertThat(DebianPaths.install(program, box, "alertmanager")).isTrue();
    Files.createDirectories(box.resolve("share/alertmanager"));
    Files.writeString(box.resolve("share/alertmanager/default.tmpl"), "the template\n");
    Path moved = Files.move(box, temp.resolve("moved box"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), moved.resolve("bin/alertmanager"));
    for (Path start : List.of(moved.resolve("bin/alertmanager"), link)) {
      ToolRun run =
          ToolRunner.limitedTo(Duration.ofSeconds(20))
              .in(temp)
              .run(List.of(start.toString(), "--config.file=am.yml", "two words"));
      assertThat(run.output())
          .isEqualTo("the template\n" + temp.toRealPath() + " --config.file=am.yml two words\n");
    }
  }
}
