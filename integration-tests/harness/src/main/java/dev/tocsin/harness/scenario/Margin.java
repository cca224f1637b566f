package dev.tocsin.harness.scenario;

/** How exactly a way to prove can keep to moments. */
public enum Margin {
  /** Virtual time: the very evaluation. */
  EXACT(0),
  /** Real servers, with time compressed: three evaluations, for scrapes come when they come. */
  WIDE(3);

  private final int evaluations;

  Margin(int evaluations) {
    this.evaluations = evaluations;
  }

  /** So many evaluations more, or less. */
  public int evaluations() {
    return evaluations;
  }
}
