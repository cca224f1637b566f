package dev.tocsin.cli;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Feature;
import dev.tocsin.dsl.promql.PromqlCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Checks expressions, one per line, as Prometheus does. */
final class PromqlLines {
  private PromqlLines() {}

  static int check(InputStream in, PrintWriter out, Set<Feature> features) throws IOException {
    StringBuilder answer = new StringBuilder();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    String line;
    while ((line = lines.readLine()) != null) {
      answer(answer, line, features);
      answer.append('\n');
      // Buffers the output, and flushes it when the input pauses.
      if (answer.length() > 1 << 15 || !lines.ready()) {
        out.append(answer);
        answer.setLength(0);
        if (out.checkError()) {
          return Tocsin.PROBLEMS; // The reader closed the pipe.
        }
      }
    }
    out.append(answer);
    return out.checkError() ? Tocsin.PROBLEMS : Tocsin.DONE;
  }

  private static void answer(StringBuilder out, String line, Set<Feature> features) {
    Optional<String> text = Json.readString(line);
    if (text.isEmpty()) {
      failed(out, "invalid JSON string: put the expression into double quotes", 1, 1);
      return;
    }
    PromqlCheck check = PromqlCheck.check(text.get(), features);
    if (check.ok()) {
      Json.string(out.append("{\"ok\":true,\"type\":"), check.type().orElseThrow().toString());
      Json.string(out.append(",\"printed\":"), check.expr().orElseThrow().text()).append('}');
    } else {
      Problem first = check.problems().get(0);
      Place place = Place.in("", text.get(), first.span().start());
      failed(out, first.oneLine(), place.line(), place.column());
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
