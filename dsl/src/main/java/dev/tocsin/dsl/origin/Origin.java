package dev.tocsin.dsl.origin;

/**
 * The Java line where something was defined, for messages that point there.
 *
 * <p>An origin is no part of what it belongs to: all origins are equal, so that two definitions are
 * equal when they say the same, and no output changes because a line moved.
 */
public final class Origin {
  /** Where no line is known. */
  public static final Origin UNKNOWN = new Origin("", "", 0);

  private static final String LANGUAGE = "dev.tocsin.dsl.";
  private static final StackWalker WALKER = StackWalker.getInstance();

  private final String className;
  private final String fileName;
  private final int line;

  private Origin(String className, String fileName, int line) {
    this.className = className;
    this.fileName = fileName;
    this.line = line;
  }

  /** The line that called into the language: the nearest frame outside {@code dev.tocsin.dsl}. */
  public static Origin caller() {
    return WALKER.walk(
        frames ->
            frames
                .filter(frame -> !frame.getClassName().startsWith(LANGUAGE))
                .findFirst()
                .map(frame -> of(frame.toStackTraceElement()))
                .orElse(UNKNOWN));
  }

  /**
   * The line that made the language throw {@code failure}: the nearest frame outside the language
   * and the JDK, or {@link #UNKNOWN}.
   */
  public static Origin of(Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      String name = frame.getClassName();
      if (!name.startsWith(LANGUAGE) && !name.startsWith("java.") && !name.startsWith("jdk.")) {
        return of(frame);
      }
    }
    return UNKNOWN;
  }

  private static Origin of(StackTraceElement frame) {
    String file = frame.getFileName();
    return new Origin(frame.getClassName(), file == null ? "" : file, frame.getLineNumber());
  }

  /** The binary name of the class, or an empty string. */
  public String className() {
    return className;
  }

  /** The source file's simple name such as {@code LlmAlerts.java}, or an empty string. */
  public String fileName() {
    return fileName;
  }

  /** The line, counting from 1, or 0. */
  public int line() {
    return line;
  }

  /** Whether a line is known. */
  public boolean isKnown() {
    return line > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Origin;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  /** As a stack trace names it, so that IDEs link it: {@code LlmAlerts.java:42}. */
  @Override
  public String toString() {
    return isKnown() ? fileName + ":" + line : "unknown place";
  }
}
