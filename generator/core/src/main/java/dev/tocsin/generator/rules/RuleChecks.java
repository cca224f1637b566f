package dev.tocsin.generator.rules;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.template.Template;
import dev.tocsin.generator.rules.SourceRule.Field;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What makes a rule file wrong beyond its structure, as <a
 * href="https://github.com/prometheus/prometheus/blob/v3.5.3/model/rulefmt/rulefmt.go">Prometheus
 * validates it</a>, and, as warnings, what can be seen to go wrong later.
 */
final class RuleChecks {
  private static final String METRIC_NAME = "__name__";

  /** So few rules are checked before a second thread has begun. */
  private static final int PART = 200;

  private final SourceProblems report;

  RuleChecks(SourceProblems report) {
    this.report = report;
  }

  void check(List<SourceGroup> groups) {
    Map<String, SourceGroup> seen = new HashMap<>();
    for (SourceGroup group : groups) {
      if (group.title().isEmpty() && (group.name() != null || !isWritten(group.node(), "name"))) {
        report.error("rules/group-name", group.node(), "missing group name", "add `name: …`");
      }
      SourceGroup first = seen.putIfAbsent(group.title(), group);
      if (first != null) {
        report.error(
            "rules/group-name",
            group.name() == null ? group.node() : group.name().node(),
            "duplicate group name \"" + group.title() + "\": first defined in line " + line(first),
            "rename one of the groups, or merge them");
      }
      group.labels().forEach(this::labelName);
    }
    List<SourceRule> rules = new ArrayList<>();
    for (SourceGroup group : groups) {
      rules.addAll(group.rules());
    }
    rules(rules);
  }

  /** Rules know nothing of each other: many are checked in parts at the same time. */
  private void rules(List<SourceRule> rules) {
    if (rules.size() <= PART) {
      for (SourceRule rule : rules) {
        rule(rule);
      }
      return;
    }
    IntStream.range(0, (rules.size() + PART - 1) / PART)
        .parallel()
        .mapToObj(
            part -> {
              SourceProblems partly = report.forSameFile();
              int from = part * PART;
              new RuleChecks(partly)
                  .rules(rules.subList(from, Math.min(rules.size(), from + PART)));
              return partly;
            })
        .toList()
        .forEach(report::add);
  }

  private static int line(SourceGroup group) {
    return group.name() == null ? group.node().line() : group.name().node().line();
  }

  private void labelName(String name, Field field) {
    if (name.isEmpty()) {
      report.error("rules/label-name", field.key(), "empty label name", null);
    } else if (name.equals(METRIC_NAME)) {
      report.error(
          "rules/label-name",
          field.key(),
          "invalid label name \"__name__\": it is the metric name",
          "set the metric name with `record`");
    }
  }

  private void rule(SourceRule rule) {
    name(rule);
    Expr expr = expression(rule);
    if (rule.isRecording()) {
      recording(rule);
    }
    rule.labels().forEach(this::labelName);
    for (Map.Entry<String, Field> annotation : rule.annotations().entrySet()) {
      if (annotation.getKey().isEmpty()) {
        report.error(
            "rules/annotation-name", annotation.getValue().key(), "empty annotation name", null);
      }
    }
    if (rule.isAlert()) {
      templates(rule, expr);
    }
  }

  private void templates(SourceRule rule, @Nullable Expr expr) {
    LabelFlow flow = null;
    for (Map<String, Field> fields : List.of(rule.labels(), rule.annotations())) {
      for (Field field : fields.values()) {
        if (field.text().contains("{{")) {
          // Only templates that read labels need to know them.
          if (flow == null && expr != null && field.text().contains("abels")) {
            flow = LabelFlow.of(expr);
          }
          template(rule, field, flow);
        }
      }
    }
  }

  private void name(SourceRule rule) {
    if (rule.isAlert() && rule.isRecording()) {
      report.error(
          "rules/name",
          rule.record() == null ? rule.node() : rule.record().key(),
          "rule has both `record` and `alert`",
          "remove one of them, or split the rule in two");
    } else if (!rule.isAlert()
        && !rule.isRecording()
        && !isWrong(rule, "alert", rule.alert())
        && !isWrong(rule, "record", rule.record())) {
      report.error(
          "rules/name", rule.node(), "rule has neither `record` nor `alert`", "add one of them");
    }
  }

  private @Nullable Expr expression(SourceRule rule) {
    Field expr = rule.expr();
    if (expr == null && isWritten(rule.node(), "expr")) {
      return null; // What it is instead of a text is a problem of its own.
    }
    if (expr == null || expr.text().isEmpty()) {
      YamlNode node = expr == null ? rule.node() : expr.key();
      report.error("promql/missing", node, "missing `expr`", "add `expr: …`");
      return null;
    }
    PromqlCheck check = PromqlCheck.check(expr.text());
    for (Problem problem : check.problems()) {
      report.inside(
          Problem.Level.ERROR,
          PromqlCheck.ID,
          expr.node(),
          problem.span(),
          problem.message(),
          problem.help().orElse(null));
    }
    return check.ok() ? check.expr().orElse(null) : null;
  }

  private void recording(SourceRule rule) {
    Field record = rule.record();
    if (record == null) {
      return;
    }
    if (!rule.annotations().isEmpty()) {
      misplaced(rule, "annotations");
    }
    if (rule.pending() != 0) {
      misplaced(rule, "for");
    }
    if (rule.keepFiring() != 0) {
      misplaced(rule, "keep_firing_for");
    }
    if (record.text().contains("{") || record.text().contains("}")) {
      report.error(
          "rules/record-name",
          record.node(),
          "invalid metric name `" + record.text() + "`: braces are not allowed",
          "put labels under `labels`, and an expression under `expr`");
    }
  }

  private void misplaced(SourceRule rule, String field) {
    report.error(
        "rules/recording",
        key(rule.node(), field),
        "`" + field + "` is not allowed in a recording rule",
        "remove it, or use `alert` instead of `record`");
  }

  /** Whether a field is written and no text, which is a problem of its own. */
  private static boolean isWrong(SourceRule rule, String name, @Nullable Field field) {
    return field == null && isWritten(rule.node(), name);
  }

  /** Whether a field is there and not null, be it of the wrong type. */
  private static boolean isWritten(YamlNode mapping, String field) {
    List<YamlNode> content = mapping.content();
    for (int i = 0; i + 1 < content.size(); i += 2) {
      if (content.get(i).value().equals(field)) {
        YamlNode value = content.get(i + 1).resolved();
        return value.kind() != YamlNode.Kind.SCALAR || !value.isNull();
      }
    }
    return false;
  }

  private static YamlNode key(YamlNode rule, String field) {
    List<YamlNode> content = rule.content();
    for (int i = 0; i < content.size(); i += 2) {
      if (content.get(i).value().equals(field)) {
        return content.get(i);
      }
    }
    return rule;
  }

  private void template(SourceRule rule, Field field, @Nullable LabelFlow flow) {
    Template template = Template.ofAlert(field.text(), rule.name());
    for (Problem problem : template.problems()) {
      template(field, problem);
    }
    for (Problem problem : template.check(flow)) {
      template(field, problem);
    }
  }

  private void template(Field field, Problem problem) {
    report.inside(
        problem.level(),
        problem.check(),
        field.node(),
        problem.span(),
        problem.message(),
        problem.help().orElse(null));
  }
}
