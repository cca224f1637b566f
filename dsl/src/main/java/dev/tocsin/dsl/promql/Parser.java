package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoNumber;
import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.go.GoString;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads PromQL exactly as strictly as Prometheus 3.5.3 does at default flags, or with the features
 * that are switched on.
 *
 * <p>It takes time in proportion to the text's length and never throws: any text gives a tree or
 * problems. Syntax is checked here, types by {@link TypeChecker}; {@link PromqlCheck} does both.
 * The one text that Prometheus takes and this parser does not is nested deeper than {@value
 * #MAX_NESTING} levels, or chains more than {@value #MAX_HEIGHT} operators.
 */
final class Parser {
  /** How deep parentheses, calls, signs and right operands may be nested. */
  static final int MAX_NESTING = 400;

  /** How high a tree may grow, so that a recursive walk has enough stack. */
  static final int MAX_HEIGHT = 1500;

  /** A sign binds as tightly as {@code *}, so only {@code ^} binds tighter. */
  private static final int UNDER_SIGN = BinaryOp.POWER.precedence();

  private final String text;
  private final Set<Feature> features;
  private final Lexer lexer;
  private final List<Problem> problems = new ArrayList<>(0);

  private Token token = Token.END;
  private int depth;

  /** How high the tree is that was returned last. */
  private int height;

  /** Where the word before the current one ended. */
  private int lastEnd;

  Parser(String text, Set<Feature> features) {
    this.text = text;
    this.features = features;
    this.lexer = new Lexer(text);
  }

  /** The tree; null when there are {@linkplain #problems() problems}. */
  @Nullable Expr run() {
    advance();
    Expr expr = token == Token.END ? none("empty expression", "") : expression(0);
    if (expr != null && token != Token.END) {
      expr = none(unexpected("an operator or the end of the expression"), trailing());
    }
    return problems.isEmpty() ? expr : null;
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  private String trailing() {
    return switch (token) {
      case ASSIGN -> "compare with `==`";
      case LEFT_PAREN ->
          "a function name must be directly before `(`; check for a misspelled operator";
      case RIGHT_PAREN -> "remove it, or add the `(` that it closes";
      case GROUP_LEFT, GROUP_RIGHT -> "move it after `on (…)` or `ignoring (…)`";
      case ON, IGNORING -> "move it directly after an operator";
      case BOOL -> "move it directly after a comparison operator";
      case BY, WITHOUT -> "move it directly before or after the parentheses of an aggregation";
      default -> "";
    };
  }

  // ---------------------------------------------------------------- expressions

  private @Nullable Expr expression(int precedence) {
    if (++depth > MAX_NESTING) {
      return tooDeep();
    }
    Expr left = operand();
    while (left != null) {
      BinaryOp op = token.binary();
      if (op == null || op.precedence() < precedence) {
        break;
      }
      left = binary(left, op);
    }
    depth--;
    return left;
  }

  private @Nullable Expr binary(Expr left, BinaryOp op) {
    int leftHeight = height;
    advance();
    boolean bool = token == Token.BOOL;
    if (bool) {
      advance();
    }
    VectorMatching matching = VectorMatching.DEFAULT;
    if (token == Token.ON || token == Token.IGNORING) {
      VectorMatching read = matching();
      if (read == null) {
        return null;
      }
      matching = read;
    }
    Expr right = expression(op.isRightAssociative() ? op.precedence() : op.precedence() + 1);
    if (right == null) {
      return null;
    }
    height = Math.max(leftHeight, height) + 1;
    if (height > MAX_HEIGHT) {
      return tooDeep();
    }
    if (matching.labels().isEmpty()
        && !(ValueType.of(right) == ValueType.VECTOR && ValueType.of(left) == ValueType.VECTOR)) {
      matching = VectorMatching.DEFAULT; // says nothing without two vectors
    }
    return new Expr.Binary(
        op, left, right, bool, matching, Span.of(left.span().start(), right.span().end()));
  }

  private @Nullable VectorMatching matching() {
    boolean on = token == Token.ON;
    advance();
    List<String> labels = groupingLabels();
    if (labels == null) {
      return null;
    }
    VectorMatching matching = on ? VectorMatching.on(labels) : VectorMatching.ignoring(labels);
    if (token != Token.GROUP_LEFT && token != Token.GROUP_RIGHT) {
      return matching;
    }
    boolean left = token == Token.GROUP_LEFT;
    advance();
    List<String> include = List.of();
    if (token == Token.LEFT_PAREN) {
      List<String> read = groupingLabels();
      if (read == null) {
        return null;
      }
      include = read;
    }
    return left ? matching.groupLeft(include) : matching.groupRight(include);
  }

  /** An operand with its sign, and the ranges, offsets and fixed times behind it. */
  private @Nullable Expr operand() {
    if (token == Token.ADD || token == Token.SUBTRACT) {
      return signed();
    }
    Expr expr = primary();
    while (expr != null) {
      switch (token) {
        case LEFT_BRACKET -> expr = range(expr);
        case OFFSET -> expr = offset(expr);
        case AT -> expr = at(expr);
        default -> {
          return expr;
        }
      }
    }
    return null;
  }

  private @Nullable Expr signed() {
    int start = lexer.start();
    boolean negative = token == Token.SUBTRACT;
    advance();
    Expr operand = expression(UNDER_SIGN);
    if (operand == null) {
      return null;
    }
    Span span = Span.of(start, operand.span().end());
    if (operand instanceof Expr.NumberLiteral number) {
      return new Expr.NumberLiteral(
          negative ? -number.value() : number.value(), number.duration(), span);
    }
    height++;
    return new Expr.Unary(negative, operand, span);
  }

  private @Nullable Expr primary() {
    int start = lexer.start();
    switch (token) {
      case NUMBER -> {
        double value = number();
        height = 1;
        return new Expr.NumberLiteral(value, false, endingHere(start));
      }
      case DURATION -> {
        double seconds = seconds(duration());
        height = 1;
        return new Expr.NumberLiteral(seconds, true, endingHere(start));
      }
      case STRING -> {
        String value = GoString.unquote(lexer.word()).orElseThrow();
        advance();
        height = 1;
        return new Expr.StringLiteral(value, endingHere(start));
      }
      case LEFT_PAREN -> {
        return parenthesized(start);
      }
      case LEFT_BRACE -> {
        return selector(null, start);
      }
      default -> {
        return named(start);
      }
    }
  }

  private @Nullable Expr parenthesized(int start) {
    advance();
    Expr expr = expression(0);
    if (expr == null || !expect(Token.RIGHT_PAREN, "an operator or `)`")) {
      return null;
    }
    height++;
    return new Expr.Paren(expr, endingHere(start));
  }

  /** What starts with a word: a function call, an aggregation or a metric. */
  private @Nullable Expr named(int start) {
    if (!token.isMetricName()) {
      return none(unexpected("an expression"), missingOperand());
    }
    Token kind = token;
    String name = lexer.word();
    advance();
    AggregationOp aggregation = kind.aggregation();
    if (aggregation != null
        && (token == Token.LEFT_PAREN || token == Token.BY || token == Token.WITHOUT)) {
      return aggregation(aggregation, start);
    }
    if (token == Token.LEFT_PAREN && kind == Token.IDENTIFIER) {
      List<Expr> arguments = arguments();
      return arguments == null ? null : new Expr.Call(name, arguments, endingHere(start));
    }
    if (token == Token.LEFT_BRACE) {
      return selector(name, start);
    }
    height = 1;
    return new Expr.VectorSelector(name, List.of(), TimeShift.NONE, endingHere(start));
  }

  private String missingOperand() {
    return switch (token) {
      case END -> "add an operand";
      case BOOL -> "move it directly after a comparison operator";
      case GROUP_LEFT, GROUP_RIGHT -> "move it after `on (…)` or `ignoring (…)`";
      case ON, IGNORING -> "move it directly after an operator";
      case EQUAL, ASSIGN -> "compare with `==`";
      case RIGHT_PAREN -> "add an expression before it";
      default -> "";
    };
  }

  // ---------------------------------------------------------------- calls and aggregations

  /** The arguments with their parentheses, of which the opening one is the current word. */
  private @Nullable List<Expr> arguments() {
    advance();
    if (token == Token.RIGHT_PAREN) {
      advance();
      height = 1;
      return List.of();
    }
    List<Expr> arguments = new ArrayList<>(2);
    int highest = 0;
    while (true) {
      Expr argument = expression(0);
      if (argument == null) {
        return null;
      }
      arguments.add(argument);
      highest = Math.max(highest, height);
      if (token != Token.COMMA) {
        break;
      }
      int comma = lexer.start();
      advance();
      if (token == Token.RIGHT_PAREN) {
        problem("trailing comma in the arguments", Span.of(comma, comma + 1), "remove it");
        break;
      }
    }
    height = highest + 1;
    return expect(Token.RIGHT_PAREN, "an operator, `,` or `)`") ? arguments : null;
  }

  private @Nullable Expr aggregation(AggregationOp op, int start) {
    Grouping grouping = Grouping.NONE;
    boolean before = token != Token.LEFT_PAREN;
    if (before) {
      Grouping read = grouping();
      if (read == null) {
        return null;
      }
      grouping = read;
      if (token != Token.LEFT_PAREN) {
        return none(
            unexpected("`(` and the expression to aggregate"),
            "use for example `" + op.symbol() + " by (job) (metric)`");
      }
    }
    List<Expr> arguments = arguments();
    if (arguments == null) {
      return null;
    }
    if (!before && (token == Token.BY || token == Token.WITHOUT)) {
      Grouping read = grouping();
      if (read == null) {
        return null;
      }
      grouping = read;
    }
    return aggregation(op, grouping, arguments, endingHere(start));
  }

  private Expr aggregation(AggregationOp op, Grouping grouping, List<Expr> arguments, Span span) {
    boolean experimental = op == AggregationOp.LIMITK || op == AggregationOp.LIMIT_RATIO;
    if (experimental && !features.contains(Feature.EXPERIMENTAL_FUNCTIONS)) {
      problem(
          "`" + op.symbol() + "` is experimental and not enabled",
          span,
          "start Prometheus with --enable-feature=" + Feature.EXPERIMENTAL_FUNCTIONS.flag());
    }
    int wanted = op.takesParameter() ? 2 : 1;
    if (arguments.size() != wanted) {
      problem(
          "`" + op.symbol() + "` expects " + count(wanted) + ", got " + arguments.size(),
          span,
          op.takesParameter()
              ? "use `" + op.symbol() + "(" + op.parameterExample() + ", vector)`"
              : "use `" + op.symbol() + "(vector)`");
      Expr any = arguments.isEmpty() ? new Expr.StringLiteral("", span) : arguments.get(0);
      return new Expr.Aggregation(op, grouping, null, any, span);
    }
    return new Expr.Aggregation(
        op, grouping, wanted == 2 ? arguments.get(0) : null, arguments.get(wanted - 1), span);
  }

  private static String count(int arguments) {
    return arguments == 1 ? "1 argument" : "2 arguments";
  }

  private @Nullable Grouping grouping() {
    boolean without = token == Token.WITHOUT;
    advance();
    List<String> labels = groupingLabels();
    return labels == null ? null : new Grouping(without, labels);
  }

  private @Nullable List<String> groupingLabels() {
    if (!expect(Token.LEFT_PAREN, "`(` and label names")) {
      return null;
    }
    List<String> labels = new ArrayList<>(4);
    while (token != Token.RIGHT_PAREN) {
      String label = groupingLabel();
      if (label == null) {
        return null;
      }
      labels.add(label);
      if (token == Token.COMMA) {
        advance();
      } else if (token != Token.RIGHT_PAREN) {
        none(unexpected("`,` or `)`"), "");
        return null;
      }
    }
    advance();
    return labels;
  }

  private @Nullable String groupingLabel() {
    if (token == Token.STRING) {
      String label = GoString.unquote(lexer.word()).orElseThrow();
      if (!GoString.isUtf8(label) || label.isEmpty()) {
        problem("invalid label name " + lexer.word(), word(), "use a label name that is not empty");
      }
      advance();
      return label;
    }
    if (!token.isGroupingLabel()) {
      none(
          unexpected("a label name"),
          token == Token.WITHOUT || token == Token.NUMBER ? "quote it" : "");
      return null;
    }
    String label = lexer.word();
    advance();
    return label;
  }

  // ---------------------------------------------------------------- selectors

  private @Nullable Expr selector(@Nullable String name, int start) {
    advance();
    List<LabelMatcher> matchers = new ArrayList<>(4);
    while (token != Token.RIGHT_BRACE) {
      LabelMatcher matcher = matcher();
      if (matcher == null) {
        return null;
      }
      matchers.add(matcher);
      if (token == Token.COMMA) {
        advance();
      } else if (token != Token.RIGHT_BRACE) {
        return none(unexpected("`,` or `}`"), "");
      }
    }
    advance();
    height = 1;
    return new Expr.VectorSelector(name, matchers, TimeShift.NONE, endingHere(start));
  }

  private @Nullable LabelMatcher matcher() {
    int start = lexer.start();
    boolean quoted = token == Token.STRING;
    if (!quoted && token != Token.IDENTIFIER) {
      none(unexpected("a label name or `}`"), "");
      return null;
    }
    String label = quoted ? GoString.unquote(lexer.word()).orElseThrow() : lexer.word();
    advance();
    @Nullable MatchOp op =
        switch (token) {
          case ASSIGN -> MatchOp.EQUAL;
          case NOT_EQUAL -> MatchOp.NOT_EQUAL;
          case MATCHES -> MatchOp.MATCHES;
          case NOT_MATCHES -> MatchOp.NOT_MATCHES;
          default -> null;
        };
    if (op == null && quoted) {
      return new LabelMatcher("__name__", MatchOp.EQUAL, label, endingHere(start));
    }
    if (op == null) {
      none(
          unexpected("`=`, `!=`, `=~` or `!~`"),
          token == Token.COMMA || token == Token.RIGHT_BRACE
              ? "write `" + label + "=\"…\"`; a metric name in braces must be quoted"
              : "");
      return null;
    }
    advance();
    if (token != Token.STRING) {
      boolean doubled = token == Token.ASSIGN;
      none(
          unexpected("a quoted label value"),
          doubled
              ? "write `" + label + "=\"…\"`: a single `=` and a quoted value"
              : "quote the value: `\"…\"`");
      return null;
    }
    String value = GoString.unquote(lexer.word()).orElseThrow();
    if (op == MatchOp.MATCHES || op == MatchOp.NOT_MATCHES) {
      String literal = lexer.word();
      Span span = word();
      GoRegexp.problemInPromql(value)
          .ifPresent(
              fault ->
                  problem(
                      "invalid regular expression " + literal + ": " + fault,
                      span,
                      "use RE2 syntax"));
    }
    advance();
    return new LabelMatcher(label, op, value, endingHere(start));
  }

  // ---------------------------------------------------------------- ranges and shifts in time

  private @Nullable Expr range(Expr expr) {
    int bracket = lexer.start();
    advance();
    DurationExpr range = positiveDuration();
    if (range == null) {
      return null;
    }
    if (token == Token.COLON) {
      return subquery(expr, range);
    }
    if (!expect(Token.RIGHT_BRACKET, "`]` or `:`")) {
      return null;
    }
    Span brackets = Span.of(bracket, lastEnd);
    if (!(expr instanceof Expr.VectorSelector selector)) {
      problem(
          "a range is only allowed after a selector",
          brackets,
          expr instanceof Expr.MatrixSelector
              ? "remove it: there is a range already"
              : "use a subquery: `[" + Printer.print(range) + ":]`");
      return expr;
    }
    if (isFixed(selector.shift().offset())) {
      problem("`offset` must come after the range", brackets, "move `offset` after the range");
    } else if (selector.shift().at() instanceof TimeShift.At.Timestamp) {
      problem("`@` must come after the range", brackets, "move `@` after the range");
    }
    height++;
    return new Expr.MatrixSelector(selector, range, endingHere(expr.span().start()));
  }

  /** Prometheus looks for an offset before a range only where it is no arithmetic. */
  private static boolean isFixed(@Nullable DurationExpr offset) {
    return offset != null && !(offset instanceof DurationExpr.Arithmetic);
  }

  private @Nullable Expr subquery(Expr expr, DurationExpr range) {
    advance();
    DurationExpr step = null;
    if (token != Token.RIGHT_BRACKET) {
      step = positiveDuration();
      if (step == null) {
        return null;
      }
    }
    if (!expect(Token.RIGHT_BRACKET, "`]`")) {
      return null;
    }
    height++;
    if (height > MAX_HEIGHT) {
      return tooDeep();
    }
    return new Expr.Subquery(expr, range, step, TimeShift.NONE, endingHere(expr.span().start()));
  }

  private @Nullable Expr offset(Expr expr) {
    int keyword = lexer.start();
    advance();
    DurationExpr offset = offsetDuration();
    if (offset == null) {
      return null;
    }
    TimeShift shift = shiftOf(expr);
    Span span = Span.of(keyword, lastEnd);
    if (shift == null) {
      problem(
          "`offset` is only allowed after a selector or subquery",
          span,
          "move it directly after the selector");
      return expr;
    }
    if (shift.offset() != null) {
      problem("duplicate `offset`", span, "remove one of them");
    }
    boolean nothing = offset instanceof DurationExpr.Literal literal && literal.milliseconds() == 0;
    return nothing ? expr : shifted(expr, new TimeShift(offset, shift.at()));
  }

  private @Nullable Expr at(Expr expr) {
    int sign = lexer.start();
    advance();
    TimeShift.At at = instant();
    if (at == null) {
      return null;
    }
    TimeShift shift = shiftOf(expr);
    Span span = Span.of(sign, lastEnd);
    if (shift == null) {
      problem(
          "`@` is only allowed after a selector or subquery",
          span,
          "move it directly after the selector");
      return expr;
    }
    if (shift.at() != null) {
      problem("duplicate `@`", span, "remove one of them");
    }
    return shifted(expr, new TimeShift(shift.offset(), at));
  }

  private TimeShift.@Nullable At instant() {
    if (token == Token.START || token == Token.END_OF_RANGE) {
      boolean start = token == Token.START;
      advance();
      if (!expect(Token.LEFT_PAREN, "`(`") || !expect(Token.RIGHT_PAREN, "`)`")) {
        return null;
      }
      return start ? new TimeShift.At.Start() : new TimeShift.At.End();
    }
    int start = lexer.start();
    boolean negative = token == Token.SUBTRACT;
    if (negative || token == Token.ADD) {
      advance();
    }
    double seconds;
    if (token == Token.NUMBER) {
      seconds = number();
    } else if (token == Token.DURATION) {
      seconds = seconds(duration());
    } else {
      none(
          unexpected("a timestamp"),
          "use a Unix timestamp such as `@ 1609746000`, or `@ start()` or `@ end()`");
      return null;
    }
    if (!(Math.abs(seconds) < 0x1p63)) {
      problem("timestamp out of range", Span.of(start, lastEnd), "use seconds since 1970");
      seconds = 0;
    }
    double exact = seconds * 1000;
    long milliseconds = Math.abs(exact) < 0x1p63 ? (long) roundAwayFromZero(exact) : Long.MIN_VALUE;
    return new TimeShift.At.Timestamp(negative ? -milliseconds : milliseconds);
  }

  private static @Nullable TimeShift shiftOf(Expr expr) {
    if (expr instanceof Expr.VectorSelector selector) {
      return selector.shift();
    }
    if (expr instanceof Expr.MatrixSelector matrix) {
      return matrix.selector().shift();
    }
    return expr instanceof Expr.Subquery subquery ? subquery.shift() : null;
  }

  private Expr shifted(Expr expr, TimeShift shift) {
    Span span = endingHere(expr.span().start());
    if (expr instanceof Expr.VectorSelector selector) {
      return new Expr.VectorSelector(selector.name(), selector.matchers(), shift, span);
    }
    if (expr instanceof Expr.MatrixSelector matrix) {
      Expr.VectorSelector selector = matrix.selector();
      return new Expr.MatrixSelector(
          new Expr.VectorSelector(selector.name(), selector.matchers(), shift, selector.span()),
          matrix.range(),
          span);
    }
    Expr.Subquery subquery = (Expr.Subquery) expr;
    return new Expr.Subquery(subquery.expr(), subquery.range(), subquery.step(), shift, span);
  }

  // ---------------------------------------------------------------- durations

  private @Nullable DurationExpr positiveDuration() {
    DurationExpr duration = durationExpression(0);
    if (duration == null) {
      return null;
    }
    if (!(duration instanceof DurationExpr.Arithmetic)
        && !(DurationArithmetic.seconds(duration) > 0)) {
      problem("duration must be greater than 0", duration.span(), "use for example `5m`");
    }
    return wholeMilliseconds(duration);
  }

  /**
   * The duration behind {@code offset}, which ends before an operator unless it is in parentheses.
   */
  private @Nullable DurationExpr offsetDuration() {
    if (token == Token.NUMBER || token == Token.DURATION) {
      return wholeMilliseconds(durationLiteral());
    }
    if (token == Token.ADD || token == Token.SUBTRACT) {
      boolean negative = token == Token.SUBTRACT;
      int start = lexer.start();
      advance();
      if (token == Token.NUMBER || token == Token.DURATION) {
        return wholeMilliseconds(signed(negative, durationLiteral(), start));
      }
      DurationExpr operand = durationExpression(UNDER_SIGN);
      return operand == null ? null : offsetArithmetic(signed(negative, operand, start));
    }
    if (token != Token.LEFT_PAREN) {
      none(unexpected("a duration"), "use for example `offset 5m`");
      return null;
    }
    DurationExpr operand = durationOperand();
    return operand == null ? null : offsetArithmetic(operand);
  }

  private @Nullable DurationExpr offsetArithmetic(DurationExpr first) {
    DurationExpr duration = durationOperators(first, 0);
    if (duration instanceof DurationExpr.Arithmetic arithmetic
        && Printer.needsParenthesesAsOffset(duration)) {
      return new DurationExpr.Arithmetic(
          arithmetic.op(), arithmetic.left(), arithmetic.right(), true, arithmetic.span());
    }
    return duration == null ? null : wholeMilliseconds(duration);
  }

  private @Nullable DurationExpr durationExpression(int precedence) {
    if (++depth > MAX_NESTING) {
      tooDeep();
      return null;
    }
    DurationExpr left = durationOperand();
    DurationExpr result = left == null ? null : durationOperators(left, precedence);
    depth--;
    return result;
  }

  private @Nullable DurationExpr durationOperators(DurationExpr first, int precedence) {
    DurationExpr left = first;
    int length = 0;
    while (true) {
      BinaryOp op = token.binary();
      if (op == null || !op.isArithmetic() || op.precedence() < precedence) {
        return left;
      }
      int operator = lexer.start();
      advance();
      DurationExpr right =
          durationExpression(op.isRightAssociative() ? op.precedence() : op.precedence() + 1);
      if (right == null) {
        return null;
      }
      if (++length > MAX_NESTING) {
        tooDeep();
        return null;
      }
      Span span = Span.of(left.span().start(), right.span().end());
      experimental(span);
      if ((op == BinaryOp.DIVIDE || op == BinaryOp.MODULO)
          && !(right instanceof DurationExpr.Arithmetic)
          && DurationArithmetic.seconds(right) == 0) {
        problem("division by zero", Span.of(operator, right.span().end()), "");
      }
      left = new DurationExpr.Arithmetic(op, left, right, false, span);
    }
  }

  private @Nullable DurationExpr durationOperand() {
    int start = lexer.start();
    switch (token) {
      case NUMBER, DURATION -> {
        return durationLiteral();
      }
      case ADD, SUBTRACT -> {
        boolean negative = token == Token.SUBTRACT;
        advance();
        DurationExpr operand = durationExpression(UNDER_SIGN);
        return operand == null ? null : signed(negative, operand, start);
      }
      case LEFT_PAREN -> {
        advance();
        DurationExpr inner = durationExpression(0);
        if (inner == null || !expect(Token.RIGHT_PAREN, "an operator or `)`")) {
          return null;
        }
        Span span = endingHere(start);
        experimental(span);
        return inner instanceof DurationExpr.Arithmetic arithmetic
            ? new DurationExpr.Arithmetic(
                arithmetic.op(), arithmetic.left(), arithmetic.right(), true, span)
            : inner;
      }
      default -> {
        none(unexpected("a duration"), "use for example `5m`");
        return null;
      }
    }
  }

  private void experimental(Span span) {
    if (!features.contains(Feature.DURATION_EXPRESSIONS)) {
      problem(
          "duration arithmetic is experimental and not enabled",
          span,
          "use the result, or start Prometheus with --enable-feature="
              + Feature.DURATION_EXPRESSIONS.flag());
    }
  }

  private static DurationExpr signed(boolean negative, DurationExpr operand, int start) {
    Span span = Span.of(start, operand.span().end());
    if (operand instanceof DurationExpr.Literal literal) {
      long milliseconds = literal.milliseconds();
      return new DurationExpr.Literal(negative ? -milliseconds : milliseconds, span);
    }
    if (operand instanceof DurationExpr.Factor factor) {
      return new DurationExpr.Factor(negative ? -factor.value() : factor.value(), span);
    }
    return negative
        ? new DurationExpr.Arithmetic(BinaryOp.SUBTRACT, null, operand, false, span)
        : operand;
  }

  private DurationExpr durationLiteral() {
    int start = lexer.start();
    if (token == Token.DURATION) {
      long milliseconds = duration();
      return new DurationExpr.Literal(milliseconds, endingHere(start));
    }
    double seconds = number();
    if (Math.abs(seconds) > 0x1p63 / 1e9) {
      problem("duration out of range", endingHere(start), "use at most 292 years");
      seconds = 1;
    }
    return new DurationExpr.Factor(seconds, endingHere(start));
  }

  /** A number of seconds as a literal, unless milliseconds cannot hold it. */
  private static DurationExpr wholeMilliseconds(DurationExpr duration) {
    if (duration instanceof DurationExpr.Factor factor && !Double.isNaN(factor.value())) {
      long nanoseconds = (long) roundAwayFromZero(factor.value() * 1e9);
      long milliseconds = nanoseconds / 1_000_000;
      if (milliseconds != 0 || nanoseconds == 0) {
        return new DurationExpr.Literal(milliseconds, factor.span());
      }
    }
    return duration;
  }

  private static double roundAwayFromZero(double value) {
    double magnitude = Math.abs(value);
    double whole = Math.floor(magnitude);
    return Math.copySign(magnitude - whole >= 0.5 ? whole + 1 : whole, value);
  }

  // ---------------------------------------------------------------- words

  private double number() {
    String word = lexer.word();
    double value = GoNumber.parse(word);
    if (Double.isNaN(value) && !GoNumber.isNaN(word)) {
      problem(
          "invalid number `" + word + "`",
          word(),
          "use a number such as `5`, `0.5`, `1e6` or `0x1F`");
      value = 1;
    }
    advance();
    return value;
  }

  /** Milliseconds. */
  private long duration() {
    String word = lexer.word();
    long milliseconds = GoDuration.milliseconds(word);
    if (milliseconds == GoDuration.NONE) {
      problem(
          "invalid duration `" + word + "`",
          word(),
          "list each unit once, from largest to smallest: y, w, d, h, m, s, ms");
      milliseconds = 1000;
    }
    advance();
    return milliseconds;
  }

  /** Seconds as Go's time.Duration gives them. */
  private static double seconds(long milliseconds) {
    return milliseconds / 1000 + (milliseconds % 1000) / 1000.0;
  }

  private void advance() {
    lastEnd = lexer.end();
    token = lexer.next();
  }

  private boolean expect(Token wanted, String expected) {
    if (token != wanted) {
      none(
          unexpected(expected), wanted == Token.RIGHT_PAREN && token == Token.END ? "add `)`" : "");
      return false;
    }
    advance();
    return true;
  }

  private Span word() {
    return Span.of(lexer.start(), lexer.end());
  }

  private Span endingHere(int start) {
    return Span.of(start, lastEnd);
  }

  private String unexpected(String expected) {
    String found =
        switch (token) {
          case END -> Token.END.text();
          case IDENTIFIER, METRIC_IDENTIFIER, NUMBER, DURATION ->
              token.text() + " `" + shortened(lexer.word()) + "`";
          case STRING -> "string " + shortened(lexer.word());
          default -> token.text();
        };
    return "unexpected " + found + ", expected " + expected;
  }

  private static String shortened(String word) {
    return word.length() <= 40 ? word : word.substring(0, word.offsetByCodePoints(0, 20)) + "…";
  }

  private <T> @Nullable T tooDeep() {
    return none(
        "expression is nested more than "
            + MAX_NESTING
            + " levels deep or chains more than "
            + MAX_HEIGHT
            + " operators",
        "split it into recording rules");
  }

  /** Ends the parse: no tree, for this reason. */
  private <T> @Nullable T none(String message, String help) {
    problems.add(token == Token.ERROR ? lexer.problem() : problemAt(word(), message, help));
    return null;
  }

  private static Problem problemAt(Span span, String message, String help) {
    return Problem.error(PromqlCheck.ID, span, message).help(help);
  }

  /** Notes what is wrong and lets the parse go on. */
  private void problem(String message, Span span, String help) {
    problems.add(problemAt(span, message, help));
  }
}
