package dev.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Promtool;
import dev.tocsin.generator.tools.ToolReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever is woken copies from a runbook must work. */
final class RunbooksTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** What begins like this is PromQL; all else in code font is a command, a file, an error. */
  private static final Pattern QUERY =
      Pattern.compile(
          "(rate|deriv|sum|count|topk|predict_linear|changes|time\\(|histogram|increase|avg|instance\\w*:"
              + "|job:|llm_|node_|up\\b|process_|prometheus_|alertmanager_|jvm_).*",
          Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void everyQueryIsPromql() throws IOException {
    List<String> queries = new ArrayList<>();
    for (String code : code()) {
      if (QUERY.matcher(code).matches()) {
        queries.add(code);
      }
    }
    StringBuilder rules = new StringBuilder("groups:\n  - name: queries\n    rules:\n");
    for (int i = 0; i < queries.size(); i++) {
      rules
          .append("      - record: query_" + i + "\n        expr: '")
          .append(queries.get(i).replace("'", "''"))
          .append("'\n");
    }
    Path file = Files.writeString(folder.resolve("queries.yml"), rules);

    ToolReport report = Promtool.of(Workbench.box(Generation.NEWEST)).checkRules(file);

    assertThat(queries).hasSizeGreaterThan(60);
    assertThat(report.ok()).as(() -> report.run().output()).isTrue();
  }

  /** A command that is broken over lines cannot be copied. */
  @Test
  void nothingInCodeFontIsBrokenOverLines() {
    assertThat(code()).noneMatch(each -> each.contains("\n"));
  }

  @Test
  void aRunbookThatIsNamedExists() {
    Set<String> slugs =
        Workbench.MODEL.runbooks().stream().map(Runbook::slug).collect(Collectors.toSet());
    Pattern goTo = Pattern.compile("(?:go to|see|on with|begin with) `([a-z]+(?:-[a-z]+)+)`");
    for (Runbook runbook : Workbench.MODEL.runbooks()) {
      Matcher matcher = goTo.matcher(text(runbook).replaceAll("\\s+", " "));
      while (matcher.find()) {
        assertThat(slugs).as("named in " + runbook).contains(matcher.group(1));
      }
    }
  }

  private static List<String> code() {
    List<String> all = new ArrayList<>();
    for (Runbook runbook : Workbench.MODEL.runbooks()) {
      Matcher matcher = CODE.matcher(text(runbook));
      while (matcher.find()) {
        all.add(matcher.group(1));
      }
    }
    return all;
  }

  private static String text(Runbook runbook) {
    return String.join(
        "\n",
        runbook.symptoms(),
        runbook.investigation(),
        runbook.resolution(),
        runbook.escalation());
  }
}
