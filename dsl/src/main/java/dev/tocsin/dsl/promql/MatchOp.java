package dev.tocsin.dsl.promql;

/** How a matcher compares a label's value. */
public enum MatchOp {
  EQUAL("="),
  NOT_EQUAL("!="),
  MATCHES("=~"),
  NOT_MATCHES("!~");

  private final String symbol;

  MatchOp(String symbol) {
    this.symbol = symbol;
  }

  /** The operator as it is written. */
  public String symbol() {
    return symbol;
  }
}
