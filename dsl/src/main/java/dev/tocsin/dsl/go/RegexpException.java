package dev.tocsin.dsl.go;

/** Why an expression does not compile; never leaves the package as it is. */
final class RegexpException extends Exception {
  private static final long serialVersionUID = 1;

  private final String message;
  private final String explanation;

  /**
   * An error in Go's words and in ours.
   *
   * @param code the error code of Go's {@code regexp/syntax}
   * @param where the part of the expression that Go quotes
   * @param explanation what is wrong, for a message that goes on from there
   */
  RegexpException(String code, String where, String explanation) {
    super(code);
    this.message = "error parsing regexp: " + code + ": `" + where + "`";
    this.explanation = explanation;
  }

  /** The message of Go. */
  String message() {
    return message;
  }

  String explanation() {
    return explanation;
  }
}
