package dev.tocsin.generator.tools;

/**
 * The tools of a generation are not on this machine and no source can install them. The message is
 * for people, of several lines: why each source failed, and what to do. It needs no stack trace.
 */
public final class ToolsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ToolsUnavailableException(String message) {
    super(message, null, false, false);
  }
}
