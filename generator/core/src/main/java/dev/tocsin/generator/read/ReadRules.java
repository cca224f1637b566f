package dev.tocsin.generator.read;

import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.dsl.metric.Unknown;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Turns the groups of a rule file that is right into those of a model. */
final class ReadRules {
  /** Stands where an expression will be set: the language makes no rule without one. */
  private static final InstantVector<Unknown> NO_METRIC = Promql.promql("up");

  private static final Condition NO_CONDITION = NO_METRIC.isGreaterThan(NO_METRIC);

  private final String file;
  private final Consumer<Problem> problems;

  ReadRules(String file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * @param naming gives a group another name, where it has to
   */
  List<RuleGroup> groups(List<SourceGroup> sources, UnaryOperator<String> naming) {
    List<RuleGroup> groups = new ArrayList<>();
    for (SourceGroup source : sources) {
      groups.add(group(source, naming.apply(source.title())));
    }
    return groups;
  }

  private RuleGroup group(SourceGroup source, String name) {
    List<Rule> rules = new ArrayList<>();
    for (SourceRule rule : source.rules()) {
      rule(rule).ifPresent(rules::add);
    }
    RuleGroup group =
        Origin.whileReading(
            Origin.at(file, source.node().line()), () -> RuleGroup.group(name).withRules(rules));
    if (source.interval() != 0) {
      group = group.interval(Duration.ofNanos(source.interval()));
    }
    if (source.queryOffset().isPresent()) {
      group = group.queryOffset(Duration.ofNanos(source.queryOffset().getAsLong()));
    }
    if (source.limit() != 0) {
      group = group.limit(source.limit());
    }
    for (Map.Entry<String, SourceRule.Field> label : source.labels().entrySet()) {
      group = group.label(Label.label(label.getKey()), label.getValue().text());
    }
    return group;
  }

  private Optional<Rule> rule(SourceRule source) {
    int line = source.node().line();
    Optional<Expr> expr = PromqlCheck.check(source.expression()).expr();
    if (expr.isEmpty()) {
      problems.accept(
          MonitoringFiles.problem(
              file,
              line,
              "the expression of " + source.name() + " cannot be read",
              "see what `tocsin promql check` says of it"));
      return Optional.empty();
    }
    try {
      return Optional.of(
          Origin.whileReading(
              Origin.at(file, line),
              () -> source.isAlert() ? alert(source, expr.get()) : recording(source, expr.get())));
    } catch (IllegalArgumentException e) {
      problems.accept(
          MonitoringFiles.problem(
              file, line, String.valueOf(e.getMessage()), "give it another name"));
      return Optional.empty();
    }
  }

  private static Rule alert(SourceRule source, Expr expr) {
    Alert alert =
        Alert.plain(source.name())
            .when(NO_CONDITION)
            .forDuration(Duration.ofNanos(source.pending()))
            .keepFiringFor(Duration.ofNanos(source.keepFiring()));
    for (Map.Entry<String, SourceRule.Field> label : source.labels().entrySet()) {
      alert = alert.label(Label.label(label.getKey()), label.getValue().text());
    }
    for (Map.Entry<String, SourceRule.Field> annotation : source.annotations().entrySet()) {
      alert = alert.annotation(annotation.getKey(), annotation.getValue().text());
    }
    return alert.withExpr(expr);
  }

  private static Rule recording(SourceRule source, Expr expr) {
    RecordingRule rule = RecordingRule.plain(source.name()).expr(NO_METRIC);
    for (Map.Entry<String, SourceRule.Field> label : source.labels().entrySet()) {
      rule = rule.label(Label.label(label.getKey()), label.getValue().text());
    }
    return rule.withExpr(expr);
  }
}
