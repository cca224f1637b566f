package dev.tocsin.cli;

import dev.tocsin.dsl.promql.Feature;
import dev.tocsin.dsl.promql.Position;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.promql.PromqlProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tocsin promql check}: many expressions in one process, JSON Lines in and out. */
@Command(
    name = "check",
    description = {
      "Reads JSON Lines from standard input, each line one JSON string with an expression, and"
          + " writes one JSON object a line:",
      "{\"ok\":true,\"type\":\"vector\",\"printed\":\"…\"} or",
      "{\"ok\":false,\"error\":\"…\",\"line\":1,\"column\":7}.",
      "ok is the verdict of Prometheus 3.5. Lines and columns count from 1, columns in Unicode code"
          + " points. Exits with 0 when all lines were answered."
    },
    mixinStandardHelpOptions = true)
final class PromqlCheckCommand implements Callable<Integer> {
  @Mixin private Features features = new Features();

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return run(System.in, spec.commandLine().getOut(), features.enabled());
  }

  static int run(InputStream in, PrintWriter out, Set<Feature> features) throws IOException {
    StringBuilder answer = new StringBuilder();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    String line;
    while ((line = lines.readLine()) != null) {
      answer(answer, line, features);
      answer.append('\n');
      // Written in large pieces, but never kept while the input pauses.
      if (answer.length() > 1 << 15 || !lines.ready()) {
        out.append(answer).flush();
        answer.setLength(0);
      }
    }
    out.append(answer).flush();
    return Tocsin.DONE;
  }

  private static void answer(StringBuilder out, String line, Set<Feature> features) {
    Optional<String> text = Json.readString(line);
    if (text.isEmpty()) {
      failed(out, "this line is no JSON string: put the expression into double quotes", 1, 1);
      return;
    }
    PromqlCheck check = PromqlCheck.check(text.get(), features);
    if (check.ok()) {
      Json.string(out.append("{\"ok\":true,\"type\":"), check.type().orElseThrow().toString());
      Json.string(out.append(",\"printed\":"), check.expr().orElseThrow().text()).append('}');
    } else {
      PromqlProblem first = check.problems().get(0);
      Position place = Position.of(text.get(), first.span().start());
      failed(out, first.toString(), place.line(), place.column());
    }
  }

  private static void failed(StringBuilder out, String error, int line, int column) {
    Json.string(out.append("{\"ok\":false,\"error\":"), error)
        .append(",\"line\":")
        .append(line)
        .append(",\"column\":")
        .append(column)
        .append('}');
  }
}
