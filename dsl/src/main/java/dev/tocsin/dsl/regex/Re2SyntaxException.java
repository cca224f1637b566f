package dev.tocsin.dsl.regex;

/** Why an expression does not compile, in Go's words; never leaves the package as it is. */
final class Re2SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final String message;

  Re2SyntaxException(String code, String where) {
    super(code);
    this.message = "error parsing regexp: " + code + ": `" + where + "`";
  }

  String message() {
    return message;
  }
}
