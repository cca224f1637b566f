package dev.tocsin.generator.tools;

/** Why a route cannot bring the tools, in one line for people. Not an error: the next one tries. */
final class RouteRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  RouteRefusal(String reason) {
    super(reason, null, false, false);
  }

  /** The reason; never null. */
  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
