package dev.tocsin.generator.rules;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.PromqlVersions;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.rules.SourceRule.Field;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a rule file uses, beside its fields, that an older Prometheus does not know. */
final class RuleVersions {
  static final String CHECK = "rules/version";

  /** Names with other characters than classic ones are right by default since then. */
  private static final Version UTF8_NAMES = Version.parse("3.0");

  /** Before, an alias in place of a rule's name or expression was read as its own name. */
  private static final Version ALIASES = Version.parse("3.3");

  private final Version target;
  private final SourceProblems report;

  RuleVersions(Version target, SourceProblems report) {
    this.target = target;
    this.report = report;
  }

  void check(List<SourceGroup> groups) {
    for (SourceGroup group : groups) {
      names("label", group.labels());
      for (SourceRule rule : group.rules()) {
        rule(rule);
      }
    }
  }

  private boolean knows(Version since) {
    return since.compareTo(target) <= 0;
  }

  private void rule(SourceRule rule) {
    names("label", rule.labels());
    names("annotation", rule.annotations());
    alias(rule.record());
    alias(rule.alert());
    alias(rule.expr());
    Field record = rule.record();
    if (record != null && rule.isRecording() && !knows(UTF8_NAMES)) {
      // Classic metric names are classic label names with colons.
      if (!MatcherSyntax.isClassicLabelName(record.text().replace(':', '_'))) {
        tooNew(
            record.node(),
            "the metric name \"" + record.text() + "\"",
            UTF8_NAMES,
            "use letters, digits, _ and :, or raise the target");
      }
    }
    Field expr = rule.expr();
    if (expr != null) {
      for (Problem problem : PromqlVersions.unknownTo(expr.text(), target)) {
        report.inside(
            Problem.Level.ERROR,
            CHECK,
            expr.node(),
            problem.span(),
            problem.message(),
            problem.help().orElse(null));
      }
    }
  }

  private void names(String what, Map<String, Field> fields) {
    if (knows(UTF8_NAMES)) {
      return;
    }
    fields.forEach(
        (name, field) -> {
          if (!MatcherSyntax.isClassicLabelName(name)) {
            tooNew(
                field.key(),
                "the " + what + " name \"" + name + "\"",
                UTF8_NAMES,
                "use letters, digits and _, or raise the target");
          }
        });
  }

  private void alias(@Nullable Field field) {
    if (field != null && field.node().kind() == YamlNode.Kind.ALIAS && !knows(ALIASES)) {
      tooNew(
          field.node(),
          "an alias in place of a name or an expression",
          ALIASES,
          "write out what *" + field.node().value() + " stands for, or raise the target");
    }
  }

  private void tooNew(YamlNode node, String what, Version since, String help) {
    report.error(
        CHECK,
        node,
        what + " requires Prometheus " + since + " or newer (target is " + target + ")",
        help);
  }
}
