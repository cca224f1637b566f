package dev.tocsin.cli.drill;

/** A drill that failed; the message says why, and how to fix it. */
public final class DrillException extends Exception {
  private static final long serialVersionUID = 1L;

  DrillException(String message) {
    super(message);
  }
}
