package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.Parser;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.generator.write.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How an alert in a rule file differs from its definition, in words: for messages. */
public final class RuleDifferences {
  private RuleDifferences() {}

  /** Each in a sentence; nothing where the file says what the definition does. */
  public static List<String> between(SourceRule rule, Alert alert) {
    List<String> all = new ArrayList<>();
    Duration pending = Duration.ofNanos(rule.pending());
    if (!pending.equals(alert.pending())) {
      all.add(said("for: " + DurationText.of(pending), DurationText.of(alert.pending())));
    }
    Duration keep = Duration.ofNanos(rule.keepFiring());
    if (!keep.equals(alert.keepFiring())) {
      all.add(
          said("keep_firing_for: " + DurationText.of(keep), DurationText.of(alert.keepFiring())));
    }
    Map<String, String> labels = new TreeMap<>();
    rule.labels().forEach((name, field) -> labels.put(name, field.text()));
    labels.forEach(
        (name, value) -> {
          String defined = alert.labels().get(name);
          if (!value.equals(defined)) {
            all.add(said("label " + name + ": " + value, defined == null ? "none" : defined));
          }
        });
    alert
        .labels()
        .forEach(
            (name, value) -> {
              if (!labels.containsKey(name)) {
                all.add(said("no label " + name, value));
              }
            });
    Optional<Expr> parsed = Parser.parse(rule.expression()).expr();
    Optional<Expr> defined = Parser.parse(alert.expr().text()).expr();
    if (parsed.isPresent() && defined.isPresent()) {
      expressions(parsed.get(), defined.get(), all);
    }
    return all.stream().distinct().toList();
  }

  private static String said(String file, String definition) {
    return "the rule file says " + file + ", and the definition " + definition;
  }

  /** The smallest parts that differ. */
  private static void expressions(Expr file, Expr definition, List<String> all) {
    Expr a = bare(file);
    Expr b = bare(definition);
    if (a.equals(b)) {
      return;
    }
    List<Expr> left = Nodes.children(a);
    List<Expr> right = Nodes.children(b);
    boolean alike = a.getClass().equals(b.getClass()) && left.size() == right.size();
    if (!alike || left.equals(right)) {
      all.add(said("in its expression " + shown(a), shown(b)));
      return;
    }
    int before = all.size();
    for (int i = 0; i < left.size(); i++) {
      expressions(left.get(i), right.get(i), all);
    }
    if (all.size() == before) {
      all.add(said("in its expression " + shown(a), shown(b)));
    }
  }

  private static Expr bare(Expr expr) {
    return expr instanceof Expr.Paren paren ? bare(paren.expr()) : expr;
  }

  private static String shown(Expr expr) {
    String text =
        expr instanceof Expr.Aggregation aggregation
            ? aggregation.op().symbol()
                + (aggregation.grouping().without() ? " without (" : " by (")
                + String.join(", ", aggregation.grouping().labels())
                + ")"
            : expr.text();
    return "`" + text.replaceAll("\\s+", " ") + "`";
  }
}
