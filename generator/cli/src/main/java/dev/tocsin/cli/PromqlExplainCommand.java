package dev.tocsin.cli;

import dev.tocsin.dsl.promql.Expr;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tocsin promql explain}: prints the tree, types and labels of an expression. */
@Command(
    name = "explain",
    description =
        "Prints the syntax tree of an expression with the type of each part, and the labels that"
            + " its result always, possibly or never has.",
    mixinStandardHelpOptions = true)
final class PromqlExplainCommand implements Callable<Integer> {
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
    expr.ifPresent(
        read ->
            new Explanation(read, features.enabled())
                .lines()
                .forEach(spec.commandLine().getOut()::println));
    return expr.isPresent() ? Tocsin.DONE : Tocsin.PROBLEMS;
  }
}
