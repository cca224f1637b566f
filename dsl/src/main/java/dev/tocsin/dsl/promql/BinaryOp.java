package dev.tocsin.dsl.promql;

/**
 * The <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/operators/#binary-operators">binary
 * operators</a>, with their precedence (a higher one binds tighter).
 */
public enum BinaryOp {
  OR("or", 1),
  AND("and", 2),
  UNLESS("unless", 2),
  EQUAL("==", 3),
  NOT_EQUAL("!=", 3),
  GREATER(">", 3),
  LESS("<", 3),
  GREATER_OR_EQUAL(">=", 3),
  LESS_OR_EQUAL("<=", 3),
  ADD("+", 4),
  SUBTRACT("-", 4),
  MULTIPLY("*", 5),
  DIVIDE("/", 5),
  MODULO("%", 5),
  ATAN2("atan2", 5),
  POWER("^", 6);

  private final String symbol;
  private final int precedence;

  BinaryOp(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  /** The operator as it is written. */
  public String symbol() {
    return symbol;
  }

  /** From 1 ({@code or}) to 6 ({@code ^}). */
  public int precedence() {
    return precedence;
  }

  /** Whether {@code a op b op c} means {@code a op (b op c)}. */
  public boolean isRightAssociative() {
    return this == POWER;
  }

  /** {@code == != > < >= <=}. */
  public boolean isComparison() {
    return precedence == EQUAL.precedence;
  }

  /** {@code + - * / % ^}, which durations know too. */
  boolean isArithmetic() {
    return precedence >= ADD.precedence && this != ATAN2;
  }

  /** The comparison with its sides exchanged: {@code 2 < x} is {@code x > 2}. */
  public BinaryOp mirrored() {
    return switch (this) {
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      default -> this;
    };
  }

  /** {@code and or unless}. */
  public boolean isSetOperator() {
    return precedence <= AND.precedence;
  }
}
