package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.go.GoNumber;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Printer;
import dev.tocsin.dsl.promql.TimeShift;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of {@link Acceleration} over one expression. */
final class Accelerator implements Expr.Visitor<Accelerator.Scaled> {
  /**
   * A rewritten part whose value is the true one times the factor to the power of {@code degree}.
   */
  record Scaled(Expr expr, int degree) {}

  private final Acceleration compression;
  private final double factor;
  private final List<Problem> problems = new ArrayList<>();

  Accelerator(Acceleration compression) {
    this.compression = compression;
    this.factor = compression.factor();
  }

  AcceleratedExpr run(Expr expr) {
    Expr result = trueValue(expr.accept(this));
    return AcceleratedExpr.of(result, problems);
  }

  /** The same part with its true value: the place where the factor is divided out. */
  private Expr trueValue(Scaled scaled) {
    if (scaled.degree() == 0 || factor == 1) {
      return scaled.expr();
    }
    BinaryOp op = scaled.degree() > 0 ? BinaryOp.DIVIDE : BinaryOp.MULTIPLY;
    double power = Math.pow(factor, Math.abs(scaled.degree()));
    return Expr.Binary.of(op, scaled.expr(), Expr.NumberLiteral.of(power));
  }

  private Expr trueValue(Expr expr) {
    return trueValue(expr.accept(this));
  }

  @Override
  public Scaled number(Expr.NumberLiteral node) {
    return new Scaled(node, 0);
  }

  @Override
  public Scaled string(Expr.StringLiteral node) {
    return new Scaled(node, 0);
  }

  @Override
  public Scaled vectorSelector(Expr.VectorSelector node) {
    return new Scaled(selector(node), 0);
  }

  private Expr.VectorSelector selector(Expr.VectorSelector node) {
    return new Expr.VectorSelector(
        node.name(),
        node.matchers(),
        shift(node.shift(), node.span()),
        node.span(),
        node.declared());
  }

  @Override
  public Scaled matrixSelector(Expr.MatrixSelector node) {
    return new Scaled(
        new Expr.MatrixSelector(
            selector(node.selector()), window(node.range(), node.span()), node.span()),
        0);
  }

  @Override
  public Scaled subquery(Expr.Subquery node) {
    Scaled inner = node.expr().accept(this);
    DurationExpr step = node.step();
    return new Scaled(
        new Expr.Subquery(
            inner.expr(),
            window(node.range(), node.span()),
            step == null ? null : shorter(step, "subquery step", node.span()),
            shift(node.shift(), node.span()),
            node.span()),
        inner.degree());
  }

  @Override
  public Scaled call(Expr.Call node) {
    Scaling scaling = Scaling.byFunction().get(node.function());
    if (scaling == null) {
      problem(
          "function `" + node.function() + "` cannot be accelerated: it is not known",
          node.span(),
          "use a function that Prometheus 3.5 has");
      return new Scaled(node, 0);
    }
    return switch (scaling) {
      case PER_SECOND -> likeArgument(node, compression.isRealTime() ? 0 : 1);
      case IN_WINDOW -> likeArgument(node, compression.isRealTime() ? -1 : 0);
      case LIKE_ARGUMENT -> likeArgument(node, 0);
      case SQUARED -> {
        Scaled scaled = likeArgument(node, 0);
        yield new Scaled(scaled.expr(), 2 * scaled.degree());
      }
      case INVARIANT -> new Scaled(likeArgument(node, 0).expr(), 0);
      case NEEDS_TRUE_ARGUMENT -> new Scaled(withTrueArguments(node), 0);
      case CLOCK -> new Scaled(virtual(withTrueArguments(node), node), 0);
      case CALENDAR -> new Scaled(calendar(node), 0);
    };
  }

  /** The value of the one vector or range among the arguments decides; the others are settings. */
  private Scaled likeArgument(Expr.Call node, int degree) {
    List<Expr> arguments = new ArrayList<>();
    int main = mainArgument(node);
    int result = degree;
    for (int i = 0; i < node.arguments().size(); i++) {
      Scaled argument = node.arguments().get(i).accept(this);
      if (i == main) {
        arguments.add(argument.expr());
        result += argument.degree();
      } else if (i == 1 && node.function().equals("predict_linear")) {
        arguments.add(horizon(trueValue(argument)));
      } else {
        arguments.add(trueValue(argument));
      }
    }
    return new Scaled(new Expr.Call(node.function(), arguments, node.span()), result);
  }

  private static int mainArgument(Expr.Call node) {
    return switch (node.function()) {
      case "histogram_quantile", "quantile_over_time" -> 1;
      case "histogram_fraction" -> 2;
      default -> 0;
    };
  }

  private Expr horizon(Expr seconds) {
    if (compression.isRealTime() || factor == 1) {
      return seconds;
    }
    if (seconds instanceof Expr.NumberLiteral number) {
      return Expr.NumberLiteral.of(number.value() / factor);
    }
    return Expr.Binary.of(BinaryOp.DIVIDE, seconds, Expr.NumberLiteral.of(factor));
  }

  private Expr.Call withTrueArguments(Expr.Call node) {
    List<Expr> arguments = new ArrayList<>();
    for (Expr argument : node.arguments()) {
      arguments.add(trueValue(argument));
    }
    return new Expr.Call(node.function(), arguments, node.span());
  }

  /** {@code clock}, which returns the real time, as virtual time. */
  private Expr virtual(Expr clock, Expr.Call node) {
    if (compression.isRealTime() || factor == 1) {
      return clock;
    }
    Instant anchor = compression.anchor();
    if (anchor == null) {
      problem(
          "`"
              + node.function()
              + "()` cannot be accelerated: there is no information how virtual time"
              + " and the real clock belong together",
          node.span(),
          "give the instant at which they agree: Acceleration.by(…).anchoredAt(…)");
      return clock;
    }
    double ahead = seconds(anchor) * (factor - 1);
    return Expr.Binary.of(
        BinaryOp.SUBTRACT,
        Expr.Binary.of(BinaryOp.MULTIPLY, clock, Expr.NumberLiteral.of(factor)),
        Expr.NumberLiteral.of(ahead));
  }

  private Expr calendar(Expr.Call node) {
    if (!node.arguments().isEmpty() || compression.isRealTime() || factor == 1) {
      return withTrueArguments(node);
    }
    Expr now = virtual(Expr.Call.of("time"), node);
    return new Expr.Call(node.function(), List.of(Expr.Call.of("vector", now)), node.span());
  }

  @Override
  public Scaled aggregation(Expr.Aggregation node) {
    Expr parameter = node.parameter();
    Expr newParameter = parameter == null ? null : trueValue(parameter);
    Scaled inner = node.expr().accept(this);
    return switch (node.op()) {
      case SUM, AVG, MIN, MAX, STDDEV, TOPK, BOTTOMK, QUANTILE, LIMITK, LIMIT_RATIO ->
          new Scaled(aggregation(node, newParameter, inner.expr()), inner.degree());
      case STDVAR -> new Scaled(aggregation(node, newParameter, inner.expr()), 2 * inner.degree());
      case COUNT, GROUP -> new Scaled(aggregation(node, newParameter, inner.expr()), 0);
      case COUNT_VALUES -> new Scaled(aggregation(node, newParameter, trueValue(inner)), 0);
    };
  }

  private static Expr aggregation(Expr.Aggregation node, @Nullable Expr parameter, Expr expr) {
    return new Expr.Aggregation(node.op(), node.grouping(), parameter, expr, node.span());
  }

  @Override
  public Scaled binary(Expr.Binary node) {
    Scaled left = node.left().accept(this);
    Scaled right = node.right().accept(this);
    boolean equal = left.degree() == right.degree();
    return switch (node.op()) {
      case MULTIPLY -> combined(node, left, right, left.degree() + right.degree());
      case DIVIDE -> combined(node, left, right, left.degree() - right.degree());
      case ADD, SUBTRACT, MODULO, OR ->
          equal ? combined(node, left, right, left.degree()) : trueValues(node, left, right);
      case EQUAL, NOT_EQUAL, GREATER, LESS, GREATER_OR_EQUAL, LESS_OR_EQUAL ->
          equal
              ? combined(node, left, right, node.bool() ? 0 : left.degree())
              : trueValues(node, left, right);
      case AND, UNLESS -> combined(node, left, right, left.degree());
      case POWER, ATAN2 -> trueValues(node, left, right);
    };
  }

  private Scaled trueValues(Expr.Binary node, Scaled left, Scaled right) {
    return combined(node, new Scaled(trueValue(left), 0), new Scaled(trueValue(right), 0), 0);
  }

  private static Scaled combined(Expr.Binary node, Scaled left, Scaled right, int degree) {
    return new Scaled(
        new Expr.Binary(
            node.op(), left.expr(), right.expr(), node.bool(), node.matching(), node.span()),
        degree);
  }

  @Override
  public Scaled unary(Expr.Unary node) {
    Scaled inner = node.expr().accept(this);
    return new Scaled(new Expr.Unary(node.negative(), inner.expr(), node.span()), inner.degree());
  }

  @Override
  public Scaled paren(Expr.Paren node) {
    Scaled inner = node.expr().accept(this);
    return new Scaled(new Expr.Paren(inner.expr(), node.span()), inner.degree());
  }

  @Override
  public Scaled verbatim(Expr.Verbatim node) {
    problem(
        "raw text cannot be accelerated: `" + node.source() + "`",
        node.span(),
        "mend what keeps it from being read as PromQL");
    return new Scaled(node, 0);
  }

  private TimeShift shift(TimeShift shift, Span span) {
    DurationExpr offset = shift.offset();
    return new TimeShift(offset == null ? null : shorter(offset, "offset", span), at(shift, span));
  }

  private TimeShift.@Nullable At at(TimeShift shift, Span span) {
    if (!(shift.at() instanceof TimeShift.At.Timestamp timestamp)) {
      return shift.at(); // an evaluation's own start or end is as real as the evaluation
    }
    Instant anchor = compression.anchor();
    if (compression.isRealTime() || anchor == null) {
      problem(
          "`@` with a fixed time cannot be accelerated: a rehearsal has no data at that time",
          span,
          compression.isRealTime()
              ? "use `offset`, or @ start() or @ end()"
              : "give the instant at which virtual time and the real clock agree:"
                  + " Acceleration.by(…).anchoredAt(…)");
      return timestamp;
    }
    double sinceAnchor = timestamp.milliseconds() - (double) anchor.toEpochMilli();
    return new TimeShift.At.Timestamp(anchor.toEpochMilli() + Math.round(sinceAnchor / factor));
  }

  private DurationExpr window(DurationExpr range, Span span) {
    DurationExpr window = shorter(range, "window", span);
    long shortest = compression.shortestWindow().toMillis();
    if (window instanceof DurationExpr.Literal literal
        && literal.milliseconds() > 0
        && literal.milliseconds() < shortest) {
      problem(
          "window ["
              + Printer.print(range)
              + "] would shrink to "
              + literal.milliseconds()
              + " ms, and must not be shorter than "
              + shortest
              + " ms, which is "
              + (compression.isRealTime()
                  ? "five scrapes"
                  : "two scrapes of "
                      + compression.scrapeInterval().toMillis()
                      + " ms and "
                      + Acceleration.LATE
                      + " ms for those that are late"),
          span,
          advice(milliseconds(range)));
    }
    return window;
  }

  /** What helps where a window of so many milliseconds is too short. */
  private String advice(double window) {
    if (compression.isRealTime()) {
      double possible = Math.floor(window / compression.shortestWindow().toMillis());
      return possible >= 1
          ? "use a speed of at most " + text(possible) + ", or scrape more often"
          : "use a longer window, or scrape more often";
    }
    // The interval is that of the rehearsal, and grows when it is compressed by less.
    double scrape = compression.scrapeInterval().toMillis() * factor;
    double spare = window - Acceleration.FEWEST * scrape;
    double possible = Math.floor(spare / Acceleration.LATE);
    if (possible >= 1) {
      return "use a speed of at most " + text(possible);
    }
    return "no speed helps, and production has the same trouble: it scrapes every "
        + Printer.print(DurationExpr.of(Duration.ofMillis(Math.round(scrape))))
        + ", so that one late scrape leaves the window with fewer than two; use a longer window, or"
        + " scrape more often";
  }

  private DurationExpr shorter(DurationExpr duration, String what, Span span) {
    double exact = milliseconds(duration);
    long rounded = Math.round(exact / factor);
    if (Double.isNaN(exact) || (exact != 0 && rounded == 0)) {
      problem(
          what + " " + Printer.print(duration) + " would shrink to less than a millisecond",
          span,
          "use a lower speed");
      return duration;
    }
    return DurationExpr.of(Duration.ofMillis(rounded));
  }

  /** What a duration amounts to, whatever way it is written. */
  private static double milliseconds(DurationExpr duration) {
    return duration instanceof DurationExpr.Literal literal
        ? literal.milliseconds()
        : 1000 * duration.seconds();
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static String text(double value) {
    return GoNumber.text(value);
  }

  private void problem(String message, Span span, String help) {
    problems.add(Problem.error("promql/compression", span, message).help(help));
  }
}
