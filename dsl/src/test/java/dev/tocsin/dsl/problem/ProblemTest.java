package dev.tocsin.dsl.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.template.Dialect;
import dev.tocsin.dsl.template.Template;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private static final String TEXT = "sum(\n\trate(up))";

  private static Problem promql() {
    return PromqlCheck.check(TEXT).problems().get(0);
  }

  @Test
  void ofAFileHasLineColumnAndCarets() {
    Problem problem = promql().in("a.promql", TEXT);
    assertThat(problem.place()).isEqualTo(Place.column("a.promql", 2, 7));
    assertThat(problem)
        .hasToString(
            "a.promql:2:7: error: "
                + problem.message()
                + " [promql/expression]\n"
                + "     rate(up))\n"
                + "          ^^\n"
                + "    fix: add a range: `up[5m]`");
  }

  @Test
  void ofATextOnTheCommandLineHasNoFile() {
    assertThat(promql().in("", TEXT).toString()).startsWith("2:7: error: ");
    assertThat(promql().toString()).startsWith("error: ");
  }

  @Test
  void ofADefinitionHasTheJavaLineAndTheCaretsOfTheText() {
    String template = "{{ .Labels.job | humanise }}";
    Problem problem =
        Template.parse(template, Dialect.PROMETHEUS)
            .problems()
            .get(0)
            .about("alert \"A\": ")
            .at(Place.line("Alerts.java", 12), template);
    assertThat(problem.toString())
        .startsWith("Alerts.java:12: error: alert \"A\": ")
        .contains("\n    " + template + "\n    " + " ".repeat(17) + "^^^^^^^^\n    fix: ");
  }

  @Test
  void anEmptyFixIsNone() {
    Problem problem = Problem.error("a/b", Place.file("f"), "wrong");
    assertThat(problem.help("").help()).isEmpty();
    assertThat(problem.help("mend").help(null)).hasToString("f: error: wrong [a/b]");
    assertThat(problem.help("mend").oneLine()).isEqualTo("wrong; fix: mend");
  }

  @Test
  void placesCountCodePoints() {
    assertThat(Place.in("f", "a\n\ud83d\ude00b", 4)).isEqualTo(Place.column("f", 2, 2));
    assertThat(Place.in("f", "ab", 99)).isEqualTo(Place.column("f", 1, 3));
  }
}
