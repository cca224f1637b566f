package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What {@link Acceleration} made of an expression: a new expression, or why there can be none. */
@API(status = API.Status.INTERNAL)
public final class AcceleratedExpr {
  private final @Nullable Expr expr;
  private final List<Problem> problems;

  private AcceleratedExpr(@Nullable Expr expr, List<Problem> problems) {
    this.expr = expr;
    this.problems = List.copyOf(problems);
  }

  static AcceleratedExpr of(Expr expr, List<Problem> problems) {
    return new AcceleratedExpr(problems.isEmpty() ? expr : null, problems);
  }

  /** The compressed expression; empty when there are problems. */
  public Optional<Expr> expr() {
    return Optional.ofNullable(expr);
  }

  /** Why the expression cannot be compressed, all reasons at once; empty when it could be. */
  public List<Problem> problems() {
    return problems;
  }
}
