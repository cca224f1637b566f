package dev.tocsin.dsl.routing;

/** Why a text is no matcher, in Alertmanager's words; becomes a {@link MatcherSyntax.Reading}. */
final class MatcherSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  MatcherSyntaxException(String message) {
    super(message);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
