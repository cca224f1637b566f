package dev.tocsin.dsl.promql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of words that PromQL's {@link Lexer} distinguishes. */
enum Token {
  END("end of expression"),
  /** The lexer met something that is no PromQL, and said what. */
  ERROR("an error"),
  IDENTIFIER("name"),
  /** A name with a colon, which only a metric can have. */
  METRIC_IDENTIFIER("metric name"),
  NUMBER("number"),
  DURATION("duration"),
  STRING("string"),
  LEFT_PAREN("`(`"),
  RIGHT_PAREN("`)`"),
  LEFT_BRACE("`{`"),
  RIGHT_BRACE("`}`"),
  LEFT_BRACKET("`[`"),
  RIGHT_BRACKET("`]`"),
  COMMA("`,`"),
  COLON("`:`"),
  AT("`@`"),
  ASSIGN("`=`"),
  MATCHES("`=~`"),
  NOT_MATCHES("`!~`"),

  ADD(BinaryOp.ADD),
  SUBTRACT(BinaryOp.SUBTRACT),
  MULTIPLY(BinaryOp.MULTIPLY),
  DIVIDE(BinaryOp.DIVIDE),
  MODULO(BinaryOp.MODULO),
  POWER(BinaryOp.POWER),
  EQUAL(BinaryOp.EQUAL),
  NOT_EQUAL(BinaryOp.NOT_EQUAL),
  GREATER(BinaryOp.GREATER),
  LESS(BinaryOp.LESS),
  GREATER_OR_EQUAL(BinaryOp.GREATER_OR_EQUAL),
  LESS_OR_EQUAL(BinaryOp.LESS_OR_EQUAL),
  AND(BinaryOp.AND),
  OR(BinaryOp.OR),
  UNLESS(BinaryOp.UNLESS),
  ATAN2(BinaryOp.ATAN2),

  SUM(AggregationOp.SUM),
  AVG(AggregationOp.AVG),
  COUNT(AggregationOp.COUNT),
  MIN(AggregationOp.MIN),
  MAX(AggregationOp.MAX),
  GROUP(AggregationOp.GROUP),
  STDDEV(AggregationOp.STDDEV),
  STDVAR(AggregationOp.STDVAR),
  TOPK(AggregationOp.TOPK),
  BOTTOMK(AggregationOp.BOTTOMK),
  COUNT_VALUES(AggregationOp.COUNT_VALUES),
  QUANTILE(AggregationOp.QUANTILE),
  LIMITK(AggregationOp.LIMITK),
  LIMIT_RATIO(AggregationOp.LIMIT_RATIO),

  OFFSET("`offset`"),
  BY("`by`"),
  WITHOUT("`without`"),
  ON("`on`"),
  IGNORING("`ignoring`"),
  GROUP_LEFT("`group_left`"),
  GROUP_RIGHT("`group_right`"),
  BOOL("`bool`"),
  START("`start`"),
  END_OF_RANGE("`end`");

  private static final Map<String, Token> KEYWORDS = new HashMap<>();
  private static final int LONGEST_KEYWORD = "count_values".length();

  static {
    for (Token token : values()) {
      if (token.compareTo(AND) >= 0) {
        KEYWORDS.put(token.text.substring(1, token.text.length() - 1), token);
      }
    }
    KEYWORDS.put("inf", NUMBER);
    KEYWORDS.put("nan", NUMBER);
  }

  private final String text;
  private final @Nullable BinaryOp binary;
  private final @Nullable AggregationOp aggregation;

  Token(String text) {
    this.text = text;
    this.binary = null;
    this.aggregation = null;
  }

  Token(BinaryOp op) {
    this.text = "`" + op.symbol() + "`";
    this.binary = op;
    this.aggregation = null;
  }

  Token(AggregationOp op) {
    this.text = "`" + op.symbol() + "`";
    this.binary = null;
    this.aggregation = op;
  }

  /** What kind of token a word is, outside of braces; keywords may be written in capitals. */
  static Token ofWord(String word) {
    if (word.length() <= LONGEST_KEYWORD) {
      Token keyword = KEYWORDS.get(word);
      if (keyword == null && hasCapital(word)) {
        keyword = KEYWORDS.get(word.toLowerCase(Locale.ROOT));
      }
      if (keyword != null) {
        return keyword;
      }
    }
    return word.indexOf(':') < 0 ? IDENTIFIER : METRIC_IDENTIFIER;
  }

  private static boolean hasCapital(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return true;
      }
    }
    return false;
  }

  /** How a message names this kind. */
  String text() {
    return text;
  }

  /** The operator between two operands that this is, or null. */
  @Nullable BinaryOp binary() {
    return binary;
  }

  @Nullable AggregationOp aggregation() {
    return aggregation;
  }

  /** Whether the word can name a metric. */
  boolean isMetricName() {
    return switch (this) {
      case IDENTIFIER,
          METRIC_IDENTIFIER,
          AND,
          OR,
          UNLESS,
          OFFSET,
          BY,
          WITHOUT,
          START,
          END_OF_RANGE ->
          true;
      default -> aggregation != null;
    };
  }

  /** Whether the word can name a label behind {@code by}, {@code on} and their like. */
  boolean isGroupingLabel() {
    return switch (this) {
      case IDENTIFIER,
          METRIC_IDENTIFIER,
          AND,
          OR,
          UNLESS,
          ATAN2,
          OFFSET,
          BY,
          ON,
          IGNORING,
          GROUP_LEFT,
          GROUP_RIGHT,
          BOOL,
          START,
          END_OF_RANGE ->
          true;
      default -> aggregation != null;
    };
  }
}
