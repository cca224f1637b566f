package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.problem.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' verdict on a text: syntax and types. It agrees with {@code promtool} 3.5.3 at default
 * flags, or with the features that are switched on.
 */
public final class PromqlCheck {
  /** The id of errors in syntax and types. */
  public static final String ID = "promql/expression";

  private final String text;
  private final @Nullable Expr expr;
  private final List<Problem> problems;

  private PromqlCheck(String text, @Nullable Expr expr, List<Problem> problems) {
    this.text = text;
    this.expr = expr;
    this.problems = problems;
  }

  /** Checks a text as Prometheus does at default flags. */
  public static PromqlCheck check(String text) {
    return check(text, Set.of());
  }

  /** Checks a text as Prometheus does with these features switched on. */
  public static PromqlCheck check(String text, Set<Feature> features) {
    Parser parser = new Parser(text, features);
    Expr expr = parser.run();
    List<Problem> problems = expr == null ? parser.problems() : TypeChecker.check(expr, features);
    return new PromqlCheck(text, expr, problems.size() < 2 ? problems : inOrder(problems));
  }

  private static List<Problem> inOrder(List<Problem> problems) {
    return problems.stream()
        .sorted(Comparator.comparingInt(problem -> problem.span().start()))
        .toList();
  }

  /** Whether Prometheus would take the text. */
  public boolean ok() {
    return problems.isEmpty();
  }

  /** The text that was checked. */
  public String text() {
    return text;
  }

  /** The tree; empty when the syntax is wrong, but not when only types are. */
  public Optional<Expr> expr() {
    return Optional.ofNullable(expr);
  }

  /** What the expression evaluates to; empty when there are problems. */
  public Optional<ValueType> type() {
    return ok() ? expr().map(ValueType::of) : Optional.empty();
  }

  /** All that is wrong, in the order of the text. */
  public List<Problem> problems() {
    return problems;
  }
}
