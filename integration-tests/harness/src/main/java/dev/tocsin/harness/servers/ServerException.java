package dev.tocsin.harness.servers;

/** A server of the stack could not be asked, or answered with an error. */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ServerException(String message) {
    super(message);
  }
}
