package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the three generations really print, recorded. */
class ToolOutputTest {
  private static List<String> read(String output, String... files) {
    return ToolOutput.messages(output, List.of(files)).stream().map(ToolMessage::toString).toList();
  }

  @Test
  void readsPlaceAndRule() {
    var messages =
        ToolOutput.messages(
            """
            Checking a.yml
              FAILED:
            a.yml: 5:15: group "g", rule 1, "A": could not parse expression: 1:1: parse error: no
            a.yml: group "g", rule 2, "C": annotation "summary": template: __alert_C:1: undefined

            """,
            List.of("a.yml"));
    assertThat(messages).hasSize(2);
    assertThat(messages.get(0).line()).hasValue(5);
    assertThat(messages.get(0).column()).hasValue(15);
    assertThat(messages.get(0).rule()).contains(new ToolMessage.RuleReference("g", 1, "A"));
    assertThat(messages.get(0).text())
        .isEqualTo("could not parse expression: 1:1: parse error: no");
    assertThat(messages.get(1).line()).isEmpty();
    assertThat(messages.get(1).rule()).contains(new ToolMessage.RuleReference("g", 2, "C"));
  }

  @Test
  void findsTheFilesThatAConfigurationNames() {
    assertThat(
            read(
                """
                Checking p.yml
                  SUCCESS: 3 rule files found
                 SUCCESS: p.yml is valid prometheus config file syntax

                Checking /x/b.yml
                  FAILED:
                     /x/b.yml: 5:15: group "g", rule 1, "A": could not parse expression: no

                Checking /x/good.yml
                  SUCCESS: 1 rules found

                Checking /x/dup.yml
                  FAILED:
                lint error 1 duplicate rule(s) found.
                Metric: a
                Label(s):
                Might cause inconsistency while recording expressions
                """,
                "p.yml"))
        .containsExactly(
            "/x/b.yml:5:15: group \"g\", rule 1, \"A\": could not parse expression: no",
            "/x/dup.yml: lint error 1 duplicate rule(s) found.\nMetric: a\nLabel(s):\n"
                + "Might cause inconsistency while recording expressions");
  }

  @Test
  void givesEachYamlErrorItsLineAndDropsRepetitions() {
    assertThat(
            read(
                """
                Checking u.yml
                  FAILED:
                u.yml: yaml: unmarshal errors:
                  line 3: field rulez not found in type rulefmt.RuleGroup
                  line 6: field exprr not found in type rulefmt.RuleNode
                """,
                "u.yml"))
        .containsExactly(
            "u.yml:3: field rulez not found in type rulefmt.RuleGroup",
            "u.yml:6: field exprr not found in type rulefmt.RuleNode");
    assertThat(
            read(
                """
                Checking c.yml
                  FAILED:
                c.yml: yaml: line 1: did not find expected node content
                c.yml: yaml: line 1: did not find expected node content
                """,
                "c.yml"))
        .containsExactly("c.yml:1: yaml: line 1: did not find expected node content");
    assertThat(
            read(
                """
                Checking pc.yml
                  FAILED: parsing YAML file pc.yml: yaml: unmarshal errors:
                  line 4: field scrape_intervall not found in type config.ScrapeConfig

                """,
                "pc.yml"))
        .containsExactly("pc.yml:4: field scrape_intervall not found in type config.ScrapeConfig");
  }

  @Test
  void readsAmtool() {
    assertThat(
            read(
                """
                Checking 'am.yml'  FAILED: error parsing regexp: missing closing ): `^(?:()$`

                amtool: error: failed to validate 1 file(s)

                """,
                "am.yml"))
        .containsExactly("am.yml: error parsing regexp: missing closing ): `^(?:()$`");
    assertThat(
            read(
                """
                Checking 'am.yml'  FAILED: yaml: unmarshal errors:
                  line 1: field foo not found in type config.plain

                amtool: error: failed to validate 1 file(s)
                """,
                "am.yml"))
        .containsExactly("am.yml:1: field foo not found in type config.plain");
    assertThat(
            read(
                """
                Checking 'am.yml'  SUCCESS
                Found:
                 - global config
                 - route
                 - 0 inhibit rules
                 - 1 receivers
                 - 1 templates
                  SUCCESS

                """,
                "am.yml"))
        .isEmpty();
    assertThat(read("amtool: error: path 'no.yml' does not exist\n", "no.yml"))
        .containsExactly("path 'no.yml' does not exist");
  }

  @Test
  void keepsWarningsAndTheUnexpected() {
    assertThat(
            read(
                """
                Checking p.yml
                  WARNING: file "nope.yml" for file_sd in scrape job "a" does not exist
                  SUCCESS: 1 rule files found
                 SUCCESS: p.yml is valid prometheus config file syntax

                  FAILED: too long scrape interval found - job: a, interval: 10m
                """,
                "p.yml"))
        .containsExactly(
            "p.yml: WARNING: file \"nope.yml\" for file_sd in scrape job \"a\" does not exist",
            "p.yml: too long scrape interval found - job: a, interval: 10m");
    assertThat(read("panic: runtime error\n\ngoroutine 1\n"))
        .containsExactly("panic: runtime error", "goroutine 1");
  }
}
