package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.promql.Feature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromqlCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Tocsin.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void eachLineIsAnswered() throws IOException {
    String input =
        """
        "sum(up)by(job)"
        "1 + 2"
        "up[5m]"
        "\\"text\\""
        "up{\\ud83d\\ude00"
        "up +\\n  foo{"
        not json
        """;
    int code =
        PromqlLines.check(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            Set.of());
    assertThat(code).isZero();
    String[] lines = out.toString().split("\n");
    assertThat(lines).hasSize(7);
    assertThat(lines[0])
        .isEqualTo("{\"ok\":true,\"type\":\"vector\",\"printed\":\"sum by (job) (up)\"}");
    assertThat(lines[1]).isEqualTo("{\"ok\":true,\"type\":\"scalar\",\"printed\":\"1 + 2\"}");
    assertThat(lines[2]).contains("\"type\":\"matrix\"");
    assertThat(lines[3]).contains("\"type\":\"string\"", "\\\"text\\\"");
    assertThat(lines[4]).startsWith("{\"ok\":false,\"error\":\"").endsWith(",\"column\":4}");
    assertThat(lines[5]).contains("\"line\":2,");
    assertThat(lines[6]).startsWith("{\"ok\":false,\"error\":\"invalid JSON string");
  }

  @Test
  void featuresAreSwitchedOn() throws IOException {
    byte[] input = "\"limitk(1, up)\"\n".getBytes(StandardCharsets.UTF_8);
    PromqlLines.check(new ByteArrayInputStream(input), new PrintWriter(out), Set.of());
    PromqlLines.check(
        new ByteArrayInputStream(input), new PrintWriter(out), EnumSet.allOf(Feature.class));
    String[] lines = out.toString().split("\n");
    assertThat(lines[0]).startsWith("{\"ok\":false");
    assertThat(lines[1]).startsWith("{\"ok\":true");
    assertThat(run("promql", "check", "--enable-feature", "nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("promql-experimental-functions");
  }

  @Test
  void explainPrintsTypesAndLabels() {
    assertThat(run("promql", "explain", "sum by (job) (rate(x{a=\"b\"}[5m])) > 0")).isZero();
    assertThat(out.toString())
        .contains("└─ x{a=\"b\"}[5m]")
        .contains("matrix")
        .contains("any other  never present: ")
        .contains("`sum by (job)` aggregates it away");
  }

  @Test
  void invalidExpressionIsShownWithACaret() {
    assertThat(run("promql", "format", "sum(raet(x[5m]))")).isEqualTo(1);
    assertThat(err.toString().lines().toList())
        .containsExactly(
            "1:5: error: unknown function `raet` [promql/expression]",
            "    sum(raet(x[5m]))",
            "        ^^^^",
            "    fix: did you mean `rate`?");
    assertThat(run("promql")).isEqualTo(2);
  }
}
