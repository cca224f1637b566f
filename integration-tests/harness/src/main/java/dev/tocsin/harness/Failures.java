package dev.tocsin.harness;

import org.junit.jupiter.api.function.Executable;

/**
 * Failures with a complete message: their stack trace has the test class only, without frames of
 * the harness and of JUnit.
 */
final class Failures {
  private Failures() {}

  /** A test whose assertions fail so. */
  static Executable shortened(Class<?> owner, Executable test) {
    return () -> {
      try {
        test.execute();
      } catch (AssertionError e) {
        throw shortened(owner, e);
      }
    };
  }

  /** The failure itself, with one frame. */
  static AssertionError shortened(Class<?> owner, AssertionError failure) {
    String file = owner.getSimpleName() + ".java";
    failure.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(owner.getName(), "suite", file, -1)});
    return failure;
  }
}
