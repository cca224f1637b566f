package dev.tocsin.cli.drill;

/** Thrown when a drill fails; the message gives the reason and the fix. */
public final class DrillException extends Exception {
  private static final long serialVersionUID = 1L;

  DrillException(String message) {
    super(message);
  }
}
