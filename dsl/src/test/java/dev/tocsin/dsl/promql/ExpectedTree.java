package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.go.GoString;
import dev.tocsin.dsl.problem.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the syntax trees of upstream's parser cases, written as JSON, into ours. */
final class ExpectedTree {
  private ExpectedTree() {}

  /** A string, or the hexadecimal bytes of a text that is not UTF-8. */
  static String text(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return GoString.ofBytes(HexFormat.of().parseHex((String) map.get("_bytes")));
    }
    return String.valueOf(json);
  }

  static Expr expr(@Nullable Object json) {
    Map<?, ?> node = map(json);
    Span span = span(node.get("PosRange"));
    switch ((String) node.get("_type")) {
      case "NumberLiteral":
        return new Expr.NumberLiteral(number(node.get("Val")), node.containsKey("Duration"), span);
      case "StringLiteral":
        return new Expr.StringLiteral(text(node.get("Val")), span);
      case "ParenExpr":
        return new Expr.Paren(expr(node.get("Expr")), span);
      case "UnaryExpr":
        return new Expr.Unary(id(node.get("Op")).equals("SUB"), expr(node.get("Expr")), span);
      case "VectorSelector":
        return selector(node, span);
      case "MatrixSelector":
        return new Expr.MatrixSelector(
            selector(map(node.get("VectorSelector")), Span.NONE),
            duration(node.get("Range"), node.get("RangeExpr")),
            span);
      case "SubqueryExpr":
        return new Expr.Subquery(
            expr(node.get("Expr")),
            duration(node.get("Range"), node.get("RangeExpr")),
            node.containsKey("Step") || node.containsKey("StepExpr")
                ? duration(node.get("Step"), node.get("StepExpr"))
                : null,
            shift(node),
            span);
      case "Call":
        return new Expr.Call(
            (String) list(map(node.get("Func")).get("args")).get(0),
            list(map(node.get("Args")).get("_items")).stream().map(ExpectedTree::expr).toList(),
            span);
      case "AggregateExpr":
        return new Expr.Aggregation(
            AggregationOp.valueOf(id(node.get("Op"))),
            new Grouping(Boolean.TRUE.equals(node.get("Without")), strings(node.get("Grouping"))),
            node.get("Param") == null ? null : expr(node.get("Param")),
            expr(node.get("Expr")),
            span);
      case "BinaryExpr":
        return new Expr.Binary(
            binaryOp(id(node.get("Op"))),
            expr(node.get("LHS")),
            expr(node.get("RHS")),
            Boolean.TRUE.equals(node.get("ReturnBool")),
            matching(node.get("VectorMatching")),
            span);
      default:
        throw new IllegalArgumentException("node " + node);
    }
  }

  private static Expr.VectorSelector selector(Map<?, ?> node, Span span) {
    String name = (String) node.get("Name");
    List<LabelMatcher> matchers = new ArrayList<>();
    for (Object json : list(node.get("LabelMatchers"))) {
      List<?> matcher = list(map(json).get("matcher"));
      String label = text(matcher.get(0));
      String value = text(matcher.get(2));
      if (name == null || !label.equals("__name__") || !value.equals(name)) {
        matchers.add(LabelMatcher.of(label, matchOp((String) matcher.get(1)), value));
      }
    }
    return new Expr.VectorSelector(name, matchers, shift(node), span);
  }

  private static TimeShift shift(Map<?, ?> node) {
    TimeShift.At at = null;
    if (node.get("Timestamp") != null) {
      Object milliseconds = list(map(node.get("Timestamp")).get("args")).get(0);
      at = new TimeShift.At.Timestamp((long) number(milliseconds));
    } else if (node.get("StartOrEnd") != null) {
      boolean start = id(node.get("StartOrEnd")).equals("START");
      at = start ? new TimeShift.At.Start() : new TimeShift.At.End();
    }
    boolean offset =
        !Double.valueOf(0).equals(node.get("OriginalOffset")) && node.containsKey("OriginalOffset")
            || node.containsKey("OriginalOffsetExpr");
    return new TimeShift(
        offset ? duration(node.get("OriginalOffset"), node.get("OriginalOffsetExpr")) : null, at);
  }

  private static DurationExpr duration(@Nullable Object literal, @Nullable Object arithmetic) {
    if (arithmetic != null) {
      return arithmetic(arithmetic);
    }
    Map<?, ?> map = map(literal);
    return map.containsKey("_go") // the one that is no number: -time.Second
        ? DurationExpr.of(Duration.ofSeconds(-1))
        : DurationExpr.of(Duration.ofNanos((long) number(map.get("durationNs"))));
  }

  private static DurationExpr arithmetic(@Nullable Object json) {
    Map<?, ?> node = map(json);
    if (node.get("_type").equals("NumberLiteral")) {
      double value = number(node.get("Val"));
      return node.containsKey("Duration")
          ? DurationExpr.of(Duration.ofMillis(Math.round(value * 1000)))
          : new DurationExpr.Factor(value, Span.NONE);
    }
    return new DurationExpr.Arithmetic(
        binaryOp(id(node.get("Op"))),
        node.get("LHS") == null ? null : arithmetic(node.get("LHS")),
        arithmetic(node.get("RHS")),
        node.containsKey("Wrapped"),
        Span.NONE);
  }

  private static VectorMatching matching(@Nullable Object json) {
    if (json == null) {
      return VectorMatching.DEFAULT;
    }
    Map<?, ?> node = map(json);
    VectorMatching.Cardinality cardinality =
        switch (node.get("Card") == null ? "" : id(node.get("Card"))) {
          case "CardManyToOne" -> VectorMatching.Cardinality.MANY_TO_ONE;
          case "CardOneToMany" -> VectorMatching.Cardinality.ONE_TO_MANY;
          default -> VectorMatching.Cardinality.ONE_TO_ONE;
        };
    return new VectorMatching(
        Boolean.TRUE.equals(node.get("On")),
        strings(node.get("MatchingLabels")),
        cardinality,
        strings(node.get("Include")));
  }

  private static BinaryOp binaryOp(String token) {
    return switch (token) {
      case "ADD" -> BinaryOp.ADD;
      case "SUB" -> BinaryOp.SUBTRACT;
      case "MUL" -> BinaryOp.MULTIPLY;
      case "DIV" -> BinaryOp.DIVIDE;
      case "MOD" -> BinaryOp.MODULO;
      case "POW" -> BinaryOp.POWER;
      case "EQLC" -> BinaryOp.EQUAL;
      case "NEQ" -> BinaryOp.NOT_EQUAL;
      case "GTR" -> BinaryOp.GREATER;
      case "LSS" -> BinaryOp.LESS;
      case "GTE" -> BinaryOp.GREATER_OR_EQUAL;
      case "LTE" -> BinaryOp.LESS_OR_EQUAL;
      case "LAND" -> BinaryOp.AND;
      case "LOR" -> BinaryOp.OR;
      case "LUNLESS" -> BinaryOp.UNLESS;
      default -> BinaryOp.valueOf(token);
    };
  }

  private static MatchOp matchOp(String symbol) {
    for (MatchOp op : MatchOp.values()) {
      if (op.symbol().equals(symbol)) {
        return op;
      }
    }
    throw new IllegalArgumentException(symbol);
  }

  private static Span span(@Nullable Object json) {
    if (json == null) {
      return Span.NONE;
    }
    return Span.of((int) number(map(json).get("Start")), (int) number(map(json).get("End")));
  }

  private static double number(@Nullable Object json) {
    return json instanceof Map<?, ?>
        ? Double.POSITIVE_INFINITY // the one call: math.Inf(1)
        : ((Number) Objects.requireNonNull(json)).doubleValue();
  }

  private static String id(@Nullable Object json) {
    return (String) map(json).get("_id");
  }

  private static List<String> strings(@Nullable Object json) {
    return list(json).stream().map(String::valueOf).toList();
  }

  private static Map<?, ?> map(@Nullable Object json) {
    return (Map<?, ?>) Objects.requireNonNull(json);
  }

  /** A list; nothing, or something empty that is written as a map, is an empty one. */
  private static List<?> list(@Nullable Object json) {
    if (json instanceof Map<?, ?> map && map.get("_items") instanceof Collection<?> items) {
      return List.copyOf(items);
    }
    return json instanceof List<?> list ? list : List.of();
  }
}
