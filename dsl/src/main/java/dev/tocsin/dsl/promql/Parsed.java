package dev.tocsin.dsl.promql;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link Parser} made of a text: a tree, or what keeps the text from being PromQL. */
public final class Parsed {
  private final String text;
  private final @Nullable Expr expr;
  private final List<PromqlProblem> problems;

  private Parsed(String text, @Nullable Expr expr, List<PromqlProblem> problems) {
    this.text = text;
    this.expr = expr;
    this.problems = problems;
  }

  static Parsed tree(String text, Expr expr) {
    return new Parsed(text, expr, List.of());
  }

  static Parsed failed(String text, List<PromqlProblem> problems) {
    return new Parsed(text, null, List.copyOf(problems));
  }

  /** The text that was read. */
  public String text() {
    return text;
  }

  /** The tree; empty when there are problems. */
  public Optional<Expr> expr() {
    return Optional.ofNullable(expr);
  }

  /** The tree, or what the text is kept as when it has problems. */
  public Expr orElse(Expr other) {
    return Objects.requireNonNullElse(expr, other);
  }

  /** All that is wrong with the text, in its order; empty when there is a tree. */
  public List<PromqlProblem> problems() {
    return problems;
  }
}
