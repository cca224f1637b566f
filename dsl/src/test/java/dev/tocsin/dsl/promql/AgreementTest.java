package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Agreement with Prometheus 3.5.3 over real expressions and upstream's own cases. Each test
 * collects all disagreements, so that a failure shows the whole extent.
 */
class AgreementTest {
  private static final Set<Feature> ALL = EnumSet.allOf(Feature.class);

  /** {@code {}} prints so, and not as nothing: {@code info(x, {})} has to read back. */
  private static final Set<String> KEPT_PRINTER_CASES = Set.of("empty value");

  @Test
  void agreesWithPromtoolOnRealExpressions() {
    List<String> disagreements = new ArrayList<>();
    for (Map<String, @Nullable Object> line : Corpora.lines("promql/expressions.jsonl")) {
      verdict((String) line.get("expr"), (Boolean) line.get("ok"), Set.of(), disagreements);
    }
    assertThat(disagreements).isEmpty();
  }

  @Test
  void acceptsEveryQueryOfTheEnginesTests() {
    List<String> disagreements = new ArrayList<>();
    for (Map<String, @Nullable Object> line : Corpora.lines("upstream/promqltest_evals.jsonl")) {
      verdict((String) line.get("expr"), true, ALL, disagreements);
    }
    assertThat(disagreements).isEmpty();
  }

  @Test
  void readsUpstreamsParserCasesIntoTheExpectedTrees() {
    List<String> disagreements = new ArrayList<>();
    for (Map<String, @Nullable Object> line : Corpora.lines("upstream/promql_parse_cases.jsonl")) {
      String input = ExpectedTree.text(line.get("input"));
      boolean fail = Boolean.TRUE.equals(line.get("fail"));
      verdict(input, !fail, ALL, disagreements);
      Expr expr = PromqlCheck.check(input, ALL).expr().orElse(null);
      if (!fail && expr != null) {
        Expr expected = ExpectedTree.expr(line.get("expectedAst"));
        if (!expr.equals(expected)) {
          disagreements.add(input + "\n  expected " + expected + "\n  was      " + expr);
        } else if (!spansAgree(input, Spans.of(expected), Spans.of(expr))) {
          disagreements.add(
              input + "\n  expected " + Spans.of(expected) + "\n  was      " + Spans.of(expr));
        }
      }
    }
    assertThat(disagreements).isEmpty();
  }

  private static boolean spansAgree(String text, List<Span> expected, List<Span> actual) {
    for (int i = 0; i < expected.size(); i++) {
      Span span = expected.get(i);
      if (span.isKnown()
          && (span.start() != bytes(text, actual.get(i).start())
              || span.end() != bytes(text, actual.get(i).end()))) {
        return false;
      }
    }
    return true;
  }

  /** Upstream counts bytes. */
  private static int bytes(String text, int offset) {
    return text.substring(0, offset).getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void printsUpstreamsPrinterCases() {
    List<String> disagreements = new ArrayList<>();
    for (Map<String, @Nullable Object> line :
        Corpora.lines("upstream/promql_printer_cases.jsonl")) {
      String printed;
      Object expected;
      if (line.get("in") instanceof String input) {
        printed = PromqlCheck.check(input).expr().map(Expr::text).orElse("not accepted");
        expected = Objects.requireNonNullElse(line.get("out"), input);
      } else {
        printed = selector((Map<?, ?>) Objects.requireNonNull(line.get("vs"))).text();
        expected = line.get("expected");
      }
      if (!printed.equals(expected) && !KEPT_PRINTER_CASES.contains(line.get("name"))) {
        disagreements.add(line + " printed as " + printed);
      }
    }
    assertThat(disagreements).isEmpty();
  }

  /** A selector as the printer's cases build it, with all matchers as they are. */
  private static Expr selector(Map<?, ?> node) {
    List<LabelMatcher> matchers = new ArrayList<>();
    if (node.get("LabelMatchers") instanceof List<?> calls) {
      for (Object call : calls) {
        List<?> arguments = (List<?>) Objects.requireNonNull(((Map<?, ?>) call).get("args"));
        String label = arguments.get(1) instanceof String name ? name : "__name__";
        matchers.add(LabelMatcher.of(label, MatchOp.EQUAL, (String) arguments.get(2)));
      }
    }
    return new Expr.VectorSelector((String) node.get("Name"), matchers, TimeShift.NONE, Span.NONE);
  }

  private static void verdict(
      String text, boolean ok, Set<Feature> features, List<String> disagreements) {
    PromqlCheck check = PromqlCheck.check(text, features);
    if (check.ok() != ok) {
      disagreements.add(
          text + "\n  should be " + (ok ? "accepted" : "refused") + ": " + check.problems());
    } else if (ok) {
      Expr expr = check.expr().orElseThrow();
      String printed = expr.text();
      if (!PromqlCheck.check(printed, features).expr().equals(check.expr())) {
        disagreements.add(text + "\n  printed as " + printed + "\n  reads back otherwise");
      }
    }
  }
}
