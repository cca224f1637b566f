package dev.tocsin.harness;

import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Gives test methods the {@link Proofs} of the test run, or its {@link ProofReport}. Both live as
 * long as the test run; then the report is written to the folder that the system property {@value
 * #FOLDER} names, {@code target/proof} without it.
 *
 * <p>A test for which the machine is too slow is aborted: it is inconclusive. If any test of a
 * class stays inconclusive, the class fails after its last test.
 */
public final class ProofExtension
    implements ParameterResolver, InvocationInterceptor, AfterAllCallback {
  /** The system property with the folder of reports, configurations and logs. */
  public static final String FOLDER = "tocsin.proof.folder";

  private static final Namespace NAMESPACE = Namespace.create(ProofExtension.class);

  /** The verbosity of SLF4J's own messages. */
  static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

  static {
    // Dependencies of the harness log by SLF4J. Tests need no provider, and without one SLF4J would
    // print warnings between the messages.
    if (System.getProperty(SLF4J_VERBOSITY) == null) {
      System.setProperty(SLF4J_VERBOSITY, "ERROR");
    }
  }

  /** For JUnit. */
  public ProofExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Proofs.class || type == ProofReport.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Proofs proofs = proofs(context);
    return parameter.getParameter().getType() == Proofs.class ? proofs : proofs.report();
  }

  /** Reports a test class that cannot be constructed, such as one whose files are missing. */
  @Override
  public <T extends @Nullable Object> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> constructor,
      ExtensionContext context)
      throws Throwable {
    try {
      return invocation.proceed();
    } catch (RuntimeException | Error e) {
      proofs(context).addFailure(constructor.getTargetClass(), cause(e));
      throw e;
    }
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    conclusively(invocation, context, proofs(context));
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    conclusively(invocation, context, proofs(context));
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
      throws Throwable {
    conclusively(invocation, context, proofs(context));
  }

  private static void conclusively(
      Invocation<Void> invocation, ExtensionContext context, Proofs proofs) throws Throwable {
    conclusively(invocation, proofs, owner(context), context.getDisplayName());
  }

  /** The test class, which the context of a dynamic test has only in one of its parents. */
  private static Class<?> owner(ExtensionContext context) {
    Optional<ExtensionContext> one = Optional.of(context);
    while (one.isPresent()) {
      if (one.get().getTestClass().isPresent()) {
        return one.get().getTestClass().get();
      }
      one = one.get().getParent();
    }
    throw new IllegalStateException(context.getDisplayName() + " belongs to no test class");
  }

  /** Aborts a test for which the machine is too slow. */
  static void conclusively(Invocation<Void> invocation, Proofs proofs, Class<?> owner, String test)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (MachineTooSlowError e) {
      proofs.inconclusive(owner, test + ": " + String.valueOf(e.getMessage()));
      throw new TestAbortedException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Proofs proofs = context.getRoot().getStore(NAMESPACE).get(Proofs.class, Proofs.class);
    if (proofs != null) {
      proofs.requireConclusive(context.getRequiredTestClass());
    }
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof ExceptionInInitializerError && cause != null ? cause : failure;
  }

  /** The instance of the test run, which JUnit closes at the end. */
  static Proofs proofs(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            Proofs.class,
            key -> new Proofs(Path.of(System.getProperty(FOLDER, "target/proof"))),
            Proofs.class);
  }
}
