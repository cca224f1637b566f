package dev.tocsin.generator.tools;

import dev.tocsin.dsl.internal.Masking;

/**
 * Why a source cannot install the tools, in one line for people, without the passwords of
 * addresses. Not an error: the next one tries.
 */
final class ToolSourceRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  ToolSourceRefusal(String reason) {
    super(Masking.message(reason), null, false, false);
  }

  /** The reason; never null. */
  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
