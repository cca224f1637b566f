package dev.tocsin.harness;

/** The machine did not keep up with Prometheus, so that nothing can be said about an alert. */
public final class MachineTooSlowError extends AssertionError {
  private static final long serialVersionUID = 1;

  /** With what shows it. */
  public MachineTooSlowError(String message) {
    super(message);
  }

  MachineTooSlowError(Slowness slowness) {
    super(slowness.toString());
  }

  MachineTooSlowError(String message, Throwable cause) {
    super(message, cause);
  }
}
