package dev.tocsin.harness.junit;

import dev.tocsin.harness.report.ProofReport;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives test methods the {@link Proofs} of the test run, or its {@link ProofReport}. Both live as
 * long as the test run; then the report is written to the folder that the system property {@value
 * #FOLDER} names, {@code target/proof} without it.
 */
public final class ProofExtension implements ParameterResolver {
  /** The system property that says where reports, configurations and logs go. */
  public static final String FOLDER = "tocsin.proof.folder";

  private static final Namespace NAMESPACE = Namespace.create(ProofExtension.class);

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
