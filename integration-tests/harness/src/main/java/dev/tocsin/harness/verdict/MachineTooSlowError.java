package dev.tocsin.harness.verdict;

import org.jspecify.annotations.Nullable;

/** The machine did not keep up with Prometheus, so that nothing can be said about an alert. */
public final class MachineTooSlowError extends AssertionError {
  private static final long serialVersionUID = 1;

  /** With what shows it. */
  public MachineTooSlowError(String message) {
    super(message);
  }

  /** With what shows it, and the failure that it excuses. */
  public MachineTooSlowError(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
