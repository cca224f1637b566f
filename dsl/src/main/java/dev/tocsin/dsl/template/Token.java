package dev.tocsin.dsl.template;

/** A token of a template. {@code text} is the source, except that an ERROR's is its message. */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    ERROR,
    END_OF_TEXT,
    TEXT,
    LEFT_DELIMITER,
    RIGHT_DELIMITER,
    SPACE,
    DECLARE,
    ASSIGN,
    PIPE,
    LEFT_PAREN,
    RIGHT_PAREN,
    CHARACTER,
    IDENTIFIER,
    KEYWORD,
    DOT,
    NIL,
    FIELD,
    VARIABLE,
    BOOL,
    NUMBER,
    COMPLEX,
    CHARACTER_CONSTANT,
    STRING,
    RAW_STRING
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isKeyword(String word) {
    return kind == Kind.KEYWORD && text.equals(word);
  }

  /** The token as a message names it. */
  String described() {
    return switch (kind) {
      case END_OF_TEXT -> "end of template";
      case LEFT_DELIMITER -> "{{";
      case RIGHT_DELIMITER -> "}}";
      case SPACE -> "a space";
      default -> "\"" + (text.length() > 20 ? text.substring(0, 20) + "…" : text) + "\"";
    };
  }
}
