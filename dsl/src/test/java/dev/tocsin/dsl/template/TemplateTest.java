package dev.tocsin.dsl.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final LabelFlow SUM_BY_JOB =
      LabelFlow.of(
          Expr.Aggregation.of(
              AggregationOp.SUM,
              Grouping.by(List.of("job")),
              Expr.VectorSelector.of("up", List.of())));

  @Test
  void errorsSayWhatToDo() {
    assertThat(errors("{{ $label.job }}"))
        .containsExactly("3..9 undefined variable \"$label\" — did you mean `$labels`?");
    assertThat(errors("{{ humanise 1 }} and {{ $values }}"))
        .containsExactly(
            "3..11 function \"humanise\" not defined — did you mean `humanize`?",
            "24..31 undefined variable \"$values\" — did you mean `$value`?");
    assertThat(errors("{{ if $value }}x"))
        .containsExactly("0..2 unexpected end of template: missing {{end}} — add {{end}}");
    assertThat(errors("{{ $value")).containsExactly("0..9 unclosed action — close it with }}");
    assertThat(errors("{{ define \"x\" }}{{ $labels.a }}{{ end }}"))
        .containsExactly(
            "19..26 undefined variable \"$labels\" — a definition cannot read a variable of its"
                + " caller: pass it, as in {{template \"x\" $labels}}, and read it as {{.}}");
  }

  @Test
  void labelsAreComparedWithTheExpression() {
    assertThat(warnings("{{ $labels.instance }} {{ .Labels.job }} {{ $.Labels.pod }}"))
        .containsExactly(
            "template/label 3..19 label instance is never present, so this is always empty:"
                + " `sum by (job)` aggregates it away — use a label that the result of the expression has: job",
            "template/label 44..56 label pod is never present, so this is always empty:"
                + " `sum by (job)` aggregates it away — use a label that the result of the expression has: job");
    assertThat(warnings("{{ index $labels \"a.b\" }}")).hasSize(1);
    assertThat(warnings("{{ with query \"up\" }}{{ .Labels.instance }}{{ end }}")).isEmpty();
  }

  @Test
  void whatFailsWhenItRunsIsFound() {
    assertThat(warnings("{{ humanize }}"))
        .containsExactly("template/arity 3..11 humanize expects 1 argument, got 0 — null");
    assertThat(warnings("{{ $value | printf \"%d\" | match \"x\" | toUpper \"a\" }}"))
        .containsExactly("template/arity 38..45 toUpper expects 1 argument, got 2 — null");
    assertThat(warnings("{{ $value.x }}{{ .Label.job }}")).hasSize(2);
    assertThat(warnings("{{ template \"none\" }}")).hasSize(1);
  }

  @Test
  void hostileInputIsRefusedQuickly() {
    assertThat(Template.parse("{{" + "(".repeat(1_000_000), Dialect.PROMETHEUS).isValid())
        .isFalse();
    assertThat(Template.parse("{{if 1}}".repeat(200_000), Dialect.PROMETHEUS).isValid()).isFalse();
    assertThat(Template.parse("{{\ud800}}", Dialect.PROMETHEUS).isValid()).isFalse();
    assertThat(Template.parse("{{\u0000}}", Dialect.ALERTMANAGER).isValid()).isFalse();
  }

  @Test
  void dialectsDiffer() {
    assertThat(
            Template.parse(
                    "{{ .CommonLabels.SortedPairs.Values | join \" \" }}", Dialect.ALERTMANAGER)
                .isValid())
        .isTrue();
    assertThat(errors("{{ join \" \" .x }}"))
        .containsExactly(
            "3..7 function \"join\" not defined — only Alertmanager has this function");
  }

  private static List<String> errors(String text) {
    return Template.parse(text, Dialect.PROMETHEUS).problems().stream()
        .map(
            problem ->
                problem.span() + " " + problem.message() + " — " + problem.help().orElse(null))
        .toList();
  }

  private static List<String> warnings(String text) {
    return Template.parse(text, Dialect.PROMETHEUS).check(SUM_BY_JOB).stream()
        .map(
            problem ->
                problem.check()
                    + " "
                    + problem.span()
                    + " "
                    + problem.message()
                    + " — "
                    + problem.help().orElse(null))
        .toList();
  }
}
