package dev.tocsin.generator.drill;

/** A drill that could not be held; the message says why and how to mend it, for people. */
public final class DrillException extends Exception {
  private static final long serialVersionUID = 1L;

  DrillException(String message) {
    super(message);
  }
}
