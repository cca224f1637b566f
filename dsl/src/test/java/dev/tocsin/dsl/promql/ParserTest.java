package dev.tocsin.dsl.promql;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser says about texts that are no PromQL, and that it survives them all. */
class ParserTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "rate(http_requests_total)    § 1:6  § add a range: `http_requests_total[5m]`",
        "rte(x[5m])                   § 1:1  § did you mean `rate`?",
        "Rate(x[5m])                  § 1:1  § did you mean `rate`?",
        "holt_winters(x[5m], 1, 1)    § 1:1  § use `double_exponential_smoothing` (requires"
            + " Prometheus 3.0 or newer with --enable-feature=promql-experimental-functions)",
        "up = 1                       § 1:4  § compare with `==`",
        "up{job==\"a\"}               § 1:8  § write `job=\"…\"`: a single `=` and a quoted"
            + " value",
        "up{job=a}                    § 1:8  § quote the value: `\"…\"`",
        "up{job}                      § 1:7  § write `job=\"…\"`; a metric name in braces must be"
            + " quoted",
        "sum(up                       § 1:7  § add `)`",
        "sum(up))                     § 1:8  § remove it, or add the `(` that it closes",
        "up && down                   § 1:4  § use `and`",
        "a || b                       § 1:3  § use `or`",
        "up{job=“a”}                  § 1:8  § use straight quotes",
        "up[5]]                       § 1:6  § remove it",
        "up[]                         § 1:4  § add a duration, such as `[5m]`",
        "up[5minutes]                 § 1:4  § use a duration such as `5m` or `1h30m`; the units are"
            + " y, w, d, h, m, s and ms",
        "sum(up)[5m]                  § 1:8  § use a subquery: `[5m:]`",
        "rate(sum(x)[5m:])[5m]        § 1:18 § use a subquery: `[5m:]`",
        "up offset 5m[5m]             § 1:13 § move `offset` after the range",
        "1 > 2                        § 1:2  § use `> bool`",
        "1 and up                     § 1:2  § convert the scalar with `vector(…)`",
        "{job=~\".*\"}                § 1:1  § add a metric name, or a matcher such as"
            + " `job=~\".+\"`",
        "x{a=~\"(\"}                  § 1:6  § use RE2 syntax",
        "limitk(2, up)                § 1:1  § start Prometheus with"
            + " --enable-feature=promql-experimental-functions",
        "up[5m+1m]                    § 1:4  § use the result, or start Prometheus with"
            + " --enable-feature=promql-duration-expr",
        "topk(up)                     § 1:1  § use `topk(5, vector)`",
        "sum(up,)                     § 1:7  § remove it",
        "rate(x.y[5m])                § 1:7  § quote names with dots: `{\"a.b\"}`",
        "up * group_left x            § 1:6  § move it after `on (…)` or `ignoring (…)`",
        "a + bool b                   § 1:2  § remove it",
        "sum by (without) (x)         § 1:9  § quote it",
        "up == $threshold             § 1:7  § PromQL has no variables; use the value",
      })
  void tellsWhereAndHowToMendIt(String text, String place, String help) {
    PromqlCheck check = PromqlCheck.check(text);
    assertThat(check.ok()).isFalse();
    Problem problem = check.problems().get(0);
    Place position = Place.in("", text, problem.span().start());
    assertThat(position + " " + problem.help().orElse("")).isEqualTo(place + " " + help);
  }

  @Test
  void reportsAllProblemsThatLeaveTheStructureClear() {
    assertThat(PromqlCheck.check("rte(x[5m]) + sum(1) / rate(y) > \"a\"").problems())
        .extracting(Problem::message)
        .containsExactly(
            "unknown function `rte`",
            "`sum` expects an instant vector, got a scalar",
            "`rate` expects a range vector, got an instant vector",
            "`>` expects scalars or instant vectors, got a string");
    assertThat(PromqlCheck.check("a{b=~\"(\"}[1hm] + 0x").problems()).hasSize(2);
    assertThat(PromqlCheck.check("a{b=~\"(\"} + b[5m:0s] + 08x_").problems()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo[5s x 5s]",
        "foo[5m # five minutes\n]",
        "foo offset 0s offset 5m",
        "foo @ start() [5m]",
        "foo offset --5m",
        "foo offset NaN",
        "offset offset 5m",
        "and and and",
        "a + on () 1",
        "sum without (a:b,) (x)",
        "{\"a\", \"b\"}",
        "0x1e ",
        "1_000.5",
        "foo @ 1h",
        "-2 ^ - 3 * 4",
      })
  void acceptsTheOdditiesThatPrometheusAccepts(String text) {
    assertThat(PromqlCheck.check(text).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x1e",
        "1__0",
        "1e",
        ".",
        "5m5h",
        "foo[0]",
        "foo[1h:0s]",
        "inf{}",
        "on",
        "foo offset --5m * 3",
        "foo{\"a\"}",
        "sum",
        "foo @ inf",
        "\"\\400\"",
        "'a\\\"'",
        "\"\ufffd\"",
        "foo[# a\n5m]",
        ""
      })
  void refusesTheOdditiesThatPrometheusRefuses(String text) {
    assertThat(PromqlCheck.check(text).ok()).isEqualTo(text.equals("sum"));
  }

  @Test
  void survivesAnything() {
    String[] pieces = {
      "(",
      "[",
      "{",
      "-",
      "a + ",
      "a ^ ",
      "sum(",
      "foo[",
      "{a=\"",
      "\u0000",
      "\ud800",
      "\udc80a",
      "rate(x[5m]) or ",
      "a[1h:",
      "((",
      ")",
      "#",
      "\"\\",
      "1e",
      "offset ",
      "@",
      "a{b=~\"((",
      "!"
    };
    for (String piece : pieces) {
      String text = piece.repeat(1_000_000 / piece.length());
      PromqlCheck check =
          assertTimeoutPreemptively(
              ofSeconds(20), () -> PromqlCheck.check(text, EnumSet.allOf(Feature.class)));
      assertThat(check.problems()).as(piece).isNotEmpty();
      assertThat(check.problems().toString()).isNotEmpty();
    }
  }

  @Test
  void readsALongText() {
    String text = "up{job=~\"" + "a|".repeat(500_000) + "b\"}";
    assertThat(PromqlCheck.check(text).ok()).isTrue();
  }

  @Test
  void readsWhateverFitsTheLimitOfLevelsOnAnOrdinaryStack() {
    int levels = Parser.MAX_NESTING - 2;
    String[] texts = {
      "(".repeat(levels) + "a" + ")".repeat(levels),
      "-".repeat(levels) + "a",
      "a" + " + a".repeat(Parser.MAX_HEIGHT - 2),
      "abs(".repeat(levels) + "a" + ")".repeat(levels),
      "a ^ ".repeat(levels) + "a",
    };
    for (String text : texts) {
      PromqlCheck check = PromqlCheck.check(text);
      assertThat(check.problems()).isEmpty();
      Expr expr = check.expr().orElseThrow();
      assertThat(PromqlCheck.check(expr.text()).expr()).contains(expr);
      assertThat(PromqlCheck.check(PrettyPrinter.print(expr)).expr()).contains(expr);
      assertThat(expr.hashCode()).isEqualTo(check.expr().orElseThrow().hashCode());
    }
  }

  @Test
  void takesTimeInProportion() {
    Random random = new Random(7);
    String alphabet = "ab(){}[]\"'`=~!<>+-*/%^@,:#\\ 01e.xm_\n\u00e9";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(40); j >= 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      PromqlCheck check = PromqlCheck.check(text.toString());
      for (Problem problem : check.problems()) {
        assertThat(problem.span().start()).isBetween(0, text.length());
        assertThat(problem.span().end()).isBetween(problem.span().start(), text.length());
      }
    }
  }
}
