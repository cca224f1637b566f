package dev.tocsin.cli;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PrettyPrinter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin promql format}: formats an expression. */
@Command(
    name = "format",
    description = "Formats an expression as promtool promql format does, and wraps long ones.",
    mixinStandardHelpOptions = true)
final class PromqlFormatCommand implements Callable<Integer> {
  @Parameters(paramLabel = "EXPR", description = "PromQL expression.")
  private String expression = "";

  @Mixin private Features features = new Features();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Expr> expr =
        Expression.read(expression, features.enabled(), spec.commandLine().getErr());
    expr.ifPresent(read -> spec.commandLine().getOut().println(PrettyPrinter.print(read)));
    return expr.isPresent() ? Tocsin.DONE : Tocsin.PROBLEMS;
  }
}
