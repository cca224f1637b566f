package dev.tocsin.harness.junit;

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
 * <p>A test that the machine is too slow for is aborted: it says nothing about an alert. If any
 * test of a class stays so, the class fails when all of it is over.
 */
public final class ProofExtension
    implements ParameterResolver, InvocationInterceptor, AfterAllCallback {
  /** The system property that says where reports, configurations and logs go. */
  public static final String FOLDER = "tocsin.proof.folder";

  private static final Namespace NAMESPACE = Namespace.create(ProofExtension.class);

  /** How much SLF4J says of itself. */
  static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

  static {
    // What the harness stands on logs by SLF4J. Without a provider, which is right for a test,
    // SLF4J would print warnings between the messages.
    if (System.getProperty(SLF4J_VERBOSITY) == null) {
      System.setProperty(SLF4J_VERBOSITY, "ERROR");
    }
  }

  /** For JUnit, which makes it. */
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

  /** A class that cannot even be made, for its files are not there, is told of in the report. */
  @Override
  public <T extends @Nullable Object> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> constructor,
      ExtensionContext context)
      throws Throwable {
    try {
      return invocation.proceed();
    } catch (RuntimeException | Error e) {
      proofs(context).tell(constructor.getTargetClass(), cause(e));
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

  /** The test class; a dynamic test's context knows only its parents, and not their class. */
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

  /** Aborts what the machine is too slow for. */
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

  /** The one of the whole test run, which JUnit closes at its end. */
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
