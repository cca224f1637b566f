package dev.tocsin.dsl.promql;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Argues with promtool 3.5.3 about made-up expressions. Run it for as long as you like:
 *
 * <pre>
 * mvn -pl generator/core -am test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=dev.tocsin.dsl.promql.AgreementFuzz -Dexec.args="1000000 42"
 * </pre>
 *
 * The arguments are how many expressions and the seed. A disagreement is printed with both
 * verdicts.
 */
public final class AgreementFuzz {
  private static final int BATCH = 5_000;

  private AgreementFuzz() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 42;
    PromtoolJudge judge = PromtoolJudge.newest();
    List<String> real = realExpressions();
    int disagreements = 0;
    for (int done = 0; done < count; done += BATCH) {
      int size = Math.min(BATCH, count - done);
      for (String disagreement : run(judge, size, seed + done, real)) {
        disagreements++;
        System.out.println(disagreement);
      }
      System.out.println(done + size + " expressions, " + disagreements + " disagreements");
    }
  }

  /** All disagreements over so many expressions of this seed. */
  static List<String> run(PromtoolJudge judge, int count, long seed, List<String> real)
      throws IOException, InterruptedException {
    ExpressionFuzz fuzz = new ExpressionFuzz(seed, real);
    List<String> expressions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      expressions.add(fuzz.next());
    }
    Map<Integer, String> refusals = judge.refusals(expressions);
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = expressions.get(i);
      PromqlCheck check = PromqlCheck.check(text);
      String refusal = refusals.get(i);
      if (check.ok() != (refusal == null)) {
        disagreements.add(
            text
                + "\n  promtool: "
                + (refusal == null ? "accepted" : refusal)
                + "\n  ours:     "
                + (check.ok() ? "accepted" : check.problems()));
      } else if (check.ok()) {
        Expr expr = check.expr().orElseThrow();
        if (!PromqlCheck.check(expr.text()).expr().equals(check.expr())) {
          disagreements.add(text + "\n  printed as " + expr.text() + "\n  reads back otherwise");
        }
      }
    }
    return disagreements;
  }

  /** Expressions to start from: the corpora's, or none where they are absent. */
  static List<String> realExpressions() throws IOException {
    Path corpora = Path.of(System.getProperty("tocsin.corpora", "../../../shared/corpora"));
    Path file = corpora.resolve("promql/expressions.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      texts.add(new ObjectMapper().readTree(line).get("expr").asText());
    }
    return List.copyOf(Set.copyOf(texts)).stream().sorted().toList();
  }
}
