package dev.tocsin.dsl.origin;

import java.util.function.Supplier;

/**
 * The line where something was defined, for messages that point there: a line of Java, or of the
 * file that a definition was {@linkplain #whileReading read} from.
 *
 * <p>An origin is not part of what it belongs to: all origins are equal, so that two definitions
 * are equal when they say the same, and no output changes because a line moved.
 */
public final class Origin {
  /** Where no line is known. */
  public static final Origin UNKNOWN = new Origin("", "", 0);

  private static final String LANGUAGE = "dev.tocsin.dsl.";
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** What the thread is reading, if it makes definitions out of a file. */
  private static final ThreadLocal<Origin> READING = new ThreadLocal<>();

  private final String className;
  private final String fileName;
  private final int line;

  private Origin(String className, String fileName, int line) {
    this.className = className;
    this.fileName = fileName;
    this.line = line;
  }

  /** A line of a file that is no Java, counting from 1. */
  public static Origin at(String fileName, int line) {
    return new Origin("", fileName, line);
  }

  /**
   * Makes definitions that come from a file: whatever {@code making} defines has this origin, and
   * not that of the Java line which reads the file.
   */
  public static <T> T whileReading(Origin origin, Supplier<T> making) {
    Origin outer = READING.get();
    READING.set(origin);
    try {
      return making.get();
    } finally {
      if (outer == null) {
        READING.remove();
      } else {
        READING.set(outer);
      }
    }
  }

  /**
   * The line that called into the language: the nearest frame outside {@code dev.tocsin.dsl}; or
   * the line that is {@linkplain #whileReading being read}.
   */
  public static Origin caller() {
    Origin reading = READING.get();
    if (reading != null) {
      return reading;
    }
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

  /** The binary name of the class, or an empty string where it is no Java. */
  public String className() {
    return className;
  }

  /**
   * The source file's simple name such as {@code LlmAlerts.java}, the path of a file that was read,
   * or an empty string.
   */
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
