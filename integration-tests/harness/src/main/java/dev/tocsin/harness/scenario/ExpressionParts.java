package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PromqlCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** What an alert's expression is made of, and which parts explain why it holds or not. */
@API(status = API.Status.INTERNAL)
public final class ExpressionParts {
  private ExpressionParts() {}

  /**
   * The parts of an expression as it ships, each with what is rehearsed of it, which is what a
   * server can be asked: the expression itself; of what {@code and}, {@code or} and {@code unless}
   * put together, each side; and of each comparison what is compared, numbers left out. Where the
   * two are not built alike, it is the whole of both.
   */
  public static Map<Expr, Expr> rehearsed(Expr shipped, Expr rehearsed) {
    List<Expr> shown = all(shipped);
    List<Expr> asked = all(rehearsed);
    Map<Expr, Expr> pairs = new LinkedHashMap<>();
    pairs.put(shipped, rehearsed);
    if (shown.size() == asked.size()) {
      for (int i = 0; i < shown.size(); i++) {
        pairs.putIfAbsent(shown.get(i), asked.get(i));
      }
    }
    return pairs;
  }

  private static List<Expr> all(Expr expr) {
    List<Expr> parts = new ArrayList<>();
    add(expr, parts);
    return parts;
  }

  /** The expression as a tree, also where it was written as text, which hides what it looks at. */
  public static Expr parsed(Expr expr) {
    return PromqlCheck.check(expr.text()).expr().orElse(expr);
  }

  /** The windows that an expression looks at, those of subqueries included. */
  public static List<Duration> windows(Expr expr) {
    List<Duration> windows = new ArrayList<>();
    for (Expr node : Trees.nodes(expr)) {
      DurationExpr range =
          node instanceof Expr.MatrixSelector matrix
              ? matrix.range()
              : node instanceof Expr.Subquery subquery ? subquery.range() : null;
      if (range instanceof DurationExpr.Literal literal) {
        windows.add(Duration.ofMillis(literal.milliseconds()));
      }
    }
    return windows;
  }

  private static void add(Expr expr, List<Expr> parts) {
    if (expr instanceof Expr.Paren paren) {
      add(paren.expr(), parts);
      return;
    }
    if (expr instanceof Expr.Verbatim) {
      Expr parsed = parsed(expr);
      if (!parsed.equals(expr)) {
        add(parsed, parts);
        return;
      }
    }
    parts.add(expr);
    if (expr instanceof Expr.Binary binary && binary.op().isSetOperator()) {
      add(binary.left(), parts);
      add(binary.right(), parts);
    } else if (expr instanceof Expr.Binary binary && binary.op().isComparison()) {
      Stream.of(binary.left(), binary.right())
          .filter(side -> !(side instanceof Expr.NumberLiteral))
          .forEach(parts::add);
    }
  }
}
