package dev.tocsin.dsl.promql;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Argues with a running Prometheus 3.5.3 about syntax and pretty-printing, with all features on. It
 * takes the server's address, how many made-up expressions to try behind the real ones, and a seed:
 * {@code FormatFuzz http://127.0.0.1:9090 100000 42}. Start the server with {@code
 * --enable-feature=promql-experimental-functions,promql-duration-expr}.
 */
public final class FormatFuzz {
  private static final Set<Feature> ALL = EnumSet.allOf(Feature.class);

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;
  private int disagreements;

  private FormatFuzz(URI endpoint) {
    this.endpoint = endpoint;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    FormatFuzz fuzz = new FormatFuzz(URI.create(args[0]).resolve("/api/v1/format_query"));
    List<String> real = AgreementFuzz.realExpressions();
    for (String text : real) {
      fuzz.compare(text);
    }
    System.out.println(real.size() + " real, " + fuzz.disagreements + " disagreements");
    ExpressionFuzz expressions = new ExpressionFuzz(Long.parseLong(args[2]), real);
    int count = Integer.parseInt(args[1]);
    for (int i = 0; i < count; i++) {
      fuzz.compare(expressions.next());
    }
    System.out.println(count + " made up, " + fuzz.disagreements + " disagreements");
  }

  private void compare(String text) throws IOException, InterruptedException {
    String body = "query=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    Map<String, @Nullable Object> answer =
        new ObjectMapper()
            .readValue(
                client.send(request, BodyHandlers.ofString()).body(), new TypeReference<>() {});
    PromqlCheck check = PromqlCheck.check(text, ALL);
    Object theirs = answer.get("data");
    String ours = check.ok() ? check.expr().map(PrettyPrinter::print).orElseThrow() : null;
    if ((theirs == null) != (ours == null) || (ours != null && !ours.equals(theirs))) {
      disagreements++;
      System.out.println(
          "EXPR "
              + text
              + "\n  theirs: "
              + (theirs == null ? answer.get("error") : theirs)
              + "\n  ours:   "
              + (ours == null ? check.problems() : ours));
    } else if (ours != null) {
      Expr expr = check.expr().orElseThrow();
      if (!PromqlCheck.check(ours, ALL).expr().equals(check.expr())
          || !PromqlCheck.check(expr.text(), ALL).expr().equals(check.expr())) {
        disagreements++;
        System.out.println("EXPR " + text + "\n  printed as " + expr.text() + " reads otherwise");
      }
    }
  }
}
