package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckRulesCommandTest {
  private static final String GOOD = "groups: [{name: a, rules: [{record: b, expr: up}]}]\n";
  private static final String BAD =
      "groups:\n- name: a\n  rules:\n  - alert: X\n    expr: raet(up[5m])\n    for: 5\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... arguments) {
    return Tocsin.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void rightFiles() throws IOException {
    String good = file("good.yml", GOOD);
    assertThat(run("check", "rules", good)).isZero();
    assertThat(out.toString()).isEqualTo(good + ": ok, 1 rule" + System.lineSeparator());
  }

  @Test
  void wrongFilesForPeople() throws IOException {
    String bad = file("bad.yml", BAD);
    assertThat(run("check", "rules", file("good.yml", GOOD), bad)).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            bad + ":5:11: error: unknown function `raet` [promql/expression]",
            "        expr: raet(up[5m])",
            "              ^^^^",
            "    fix: did you mean `rate`?",
            bad + ":6:10: error: invalid duration `5` [rules/duration]",
            "checked 2 files with 2 rules: 2 errors, 0 warnings");
  }

  @Test
  void wrongFilesForPrograms() throws IOException {
    String bad = file("bad.yml", BAD);
    String missing = folder.resolve("none.yml").toString();
    assertThat(run("check", "rules", "--format", "json", bad, missing)).isEqualTo(1);
    assertThat(out.toString())
        .startsWith(
            "[{\"file\":\""
                + bad
                + "\",\"ok\":false,\"problems\":[{\"check\":\"promql/expression\"")
        .contains(
            "\"level\":\"error\",\"message\":\"invalid duration `5`\",\"file\":\""
                + bad
                + "\",\"line\":6,\"column\":10,",
            ",\"excerpt\":[\"    expr: raet(up[5m])\",\"          ^^^^\"]}")
        .contains("{\"file\":\"" + missing + "\",\"ok\":false,\"problems\":[{\"check\":\"file/")
        .contains(
            "\"line\":null,\"column\":null,\"help\":\"the file does not exist\",\"excerpt\":[]}");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whatTheTargetDoesNotKnow() throws IOException {
    String file =
        file("new.yml", "groups: [{name: a, rules: [{record: b, expr: histogram_avg(x)}]}]\n");
    assertThat(run("check", "rules", "--target", "prometheus=2.51,alertmanager=0.25", file))
        .isZero();
    assertThat(run("check", "rules", "--target", "prometheus=2.42", file)).isOne();
    assertThat(out.toString())
        .contains(
            "`histogram_avg` requires Prometheus 2.51 or newer (target is 2.42) [rules/version]");
    assertThat(run("check", "rules", "--target", "prometheus=old", file)).isEqualTo(2);
    assertThat(err.toString()).contains("target \"old\" has no version");
  }

  @Test
  void wrongUsage() {
    assertThat(run("check", "rules")).isEqualTo(2);
    assertThat(run("check")).isEqualTo(2);
    assertThat(run("check", "rules", "--format", "xml", "x")).isEqualTo(2);
  }
}
