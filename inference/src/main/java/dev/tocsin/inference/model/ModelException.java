package dev.tocsin.inference.model;

/**
 * A model folder that cannot be served: something is missing, damaged or not supported.
 *
 * <p>The message names the file, what is wrong in it and what to do, and is shown without a stack
 * trace.
 */
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** A problem that its message says completely. */
  public ModelException(String message) {
    super(message);
  }

  /** A problem that another exception has caused. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
