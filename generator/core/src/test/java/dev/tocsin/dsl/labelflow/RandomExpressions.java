package dev.tocsin.dsl.labelflow;

import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.TimeShift;
import dev.tocsin.dsl.promql.VectorMatching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Well-typed expressions over few labels and values, so that they meet each other often. */
final class RandomExpressions {
  static final List<String> LABELS = List.of("a", "b", "c");
  static final List<String> VALUES = List.of("x", "y");
  private static final List<String> NAMES = List.of("m", "n", "h", "nh", "target_info");
  private static final List<String> PATTERNS =
      List.of(
          ".+",
          ".*",
          "",
          "x",
          "x|y",
          "x?",
          "(.*)",
          "(x)|(y)?",
          "^.+$",
          "()",
          "x+|",
          "[^x]",
          ".{1,2}",
          "\\w+",
          "(x|)",
          "(?i)X",
          "(?P<g>.+)",
          "y.*",
          "(.)(.*)",
          "x|");
  private static final List<String> REPLACEMENTS =
      List.of("$1", "$2", "${1}", "k", "", "$g", "k$1", "$0", "$$", "$1k", "${9}", "$");

  private final Random random;

  RandomExpressions(long seed) {
    this.random = new Random(seed);
  }

  Expr vector(int depth) {
    if (depth <= 0) {
      return selector();
    }
    return switch (random.nextInt(12)) {
      case 0 -> selector();
      case 1, 2, 3 -> aggregation(depth);
      case 4, 5, 6, 7 -> binary(depth);
      case 8 ->
          random.nextInt(4) == 0
              ? new Expr.Unary(true, vector(depth - 1), Span.NONE)
              : Expr.Paren.of(vector(depth - 1));
      default -> call(depth);
    };
  }

  private Expr.VectorSelector selector() {
    String name = random.nextInt(12) == 0 ? null : pick(NAMES);
    List<LabelMatcher> matchers = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 2 : random.nextInt(2);
    for (int i = 0; i < count; i++) {
      matchers.add(matcher());
    }
    if (name == null) {
      // Some matcher must refuse the empty text, or the parser refuses the selector.
      matchers.add(
          LabelMatcher.of("__name__", MatchOp.MATCHES, random.nextBoolean() ? "m|n" : "h.*|m"));
    }
    return new Expr.VectorSelector(name, matchers, TimeShift.NONE, Span.NONE);
  }

  private LabelMatcher matcher() {
    MatchOp op = pick(List.of(MatchOp.values()));
    boolean pattern = op == MatchOp.MATCHES || op == MatchOp.NOT_MATCHES;
    String value = pattern ? pick(PATTERNS) : pick(List.of("x", "y", ""));
    return LabelMatcher.of(pick(LABELS), op, value);
  }

  private Expr range(int depth) {
    DurationExpr minutes = DurationExpr.of(Duration.ofMinutes(3));
    return random.nextInt(3) > 0
        ? Expr.MatrixSelector.of(selector(), minutes)
        : new Expr.Subquery(vector(depth - 1), minutes, null, TimeShift.NONE, Span.NONE);
  }

  private Expr aggregation(int depth) {
    AggregationOp op = pick(List.of(AggregationOp.values()));
    Grouping grouping =
        switch (random.nextInt(4)) {
          case 0 -> Grouping.NONE;
          case 1 -> Grouping.without(labels());
          default -> Grouping.by(labels());
        };
    Expr parameter =
        switch (op) {
          case TOPK, BOTTOMK, LIMITK -> Expr.NumberLiteral.of(1 + random.nextInt(3));
          case QUANTILE, LIMIT_RATIO -> Expr.NumberLiteral.of(0.5);
          case COUNT_VALUES ->
              Expr.StringLiteral.of(random.nextInt(6) == 0 ? "__name__" : pick(LABELS));
          default -> null;
        };
    return new Expr.Aggregation(op, grouping, parameter, vector(depth - 1), Span.NONE);
  }

  private Expr binary(int depth) {
    BinaryOp op = pick(List.of(BinaryOp.values()));
    boolean bool = op.isComparison() && random.nextInt(3) == 0;
    if (!op.isSetOperator() && random.nextInt(5) == 0) {
      Expr number = random.nextBoolean() ? Expr.NumberLiteral.of(1) : Expr.Call.of("time");
      boolean left = random.nextBoolean();
      return new Expr.Binary(
          op,
          left ? number : vector(depth - 1),
          left ? vector(depth - 1) : number,
          bool,
          VectorMatching.DEFAULT,
          Span.NONE);
    }
    VectorMatching matching =
        switch (random.nextInt(4)) {
          case 0 -> VectorMatching.DEFAULT;
          case 1 -> VectorMatching.ignoring(labels());
          default -> VectorMatching.on(labels());
        };
    if (!op.isSetOperator() && random.nextInt(3) > 0 && !matching.equals(VectorMatching.DEFAULT)) {
      List<String> include = new ArrayList<>(labels());
      // Grouping needs `on` or `ignoring`; a label of `on` may not be included.
      if (matching.on()) {
        include.removeAll(matching.labels());
      }
      matching = random.nextBoolean() ? matching.groupLeft(include) : matching.groupRight(include);
    }
    return new Expr.Binary(op, vector(depth - 1), vector(depth - 1), bool, matching, Span.NONE);
  }

  private Expr call(int depth) {
    return switch (random.nextInt(14)) {
      case 0 -> Expr.Call.of("absent", random.nextBoolean() ? selector() : vector(depth - 1));
      case 1 -> Expr.Call.of("absent_over_time", range(depth));
      case 2 ->
          Expr.Call.of(pick(List.of("rate", "last_over_time", "sum_over_time")), range(depth));
      case 3 -> Expr.Call.of("histogram_quantile", Expr.NumberLiteral.of(0.5), vector(depth - 1));
      case 4 ->
          Expr.Call.of(pick(List.of("abs", "sort", "timestamp", "sort_desc")), vector(depth - 1));
      case 5 -> Expr.Call.of("vector", Expr.NumberLiteral.of(1));
      case 6 -> Expr.Call.of(pick(List.of("hour", "minute")));
      case 7 -> Expr.Call.of("histogram_count", vector(depth - 1));
      case 8 -> Expr.Call.of("info", vector(depth - 1));
      case 9 -> {
        List<LabelMatcher> matchers = new ArrayList<>(List.of(matcher()));
        if (random.nextInt(3) == 0) {
          matchers.add(matcher());
        }
        yield Expr.Call.of("info", vector(depth - 1), Expr.VectorSelector.of(null, matchers));
      }
      case 10 -> {
        List<Expr> arguments = new ArrayList<>();
        arguments.add(vector(depth - 1));
        arguments.add(Expr.StringLiteral.of(target()));
        arguments.add(Expr.StringLiteral.of(random.nextBoolean() ? "" : "-"));
        labels().forEach(label -> arguments.add(Expr.StringLiteral.of(label)));
        yield new Expr.Call("label_join", arguments, Span.NONE);
      }
      default ->
          Expr.Call.of(
              "label_replace",
              vector(depth - 1),
              Expr.StringLiteral.of(target()),
              Expr.StringLiteral.of(pick(REPLACEMENTS)),
              Expr.StringLiteral.of(random.nextInt(6) == 0 ? "" : pick(LABELS)),
              Expr.StringLiteral.of(pick(PATTERNS)));
    };
  }

  private String target() {
    return random.nextInt(8) == 0 ? "__name__" : pick(LABELS);
  }

  private List<String> labels() {
    List<String> all = new ArrayList<>(LABELS);
    if (random.nextInt(10) == 0) {
      all.add("__name__");
    }
    all.removeIf(label -> random.nextBoolean());
    return all;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
