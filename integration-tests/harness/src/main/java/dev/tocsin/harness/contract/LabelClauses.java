package dev.tocsin.harness.contract;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.VectorMatching.Cardinality;
import dev.tocsin.dsl.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds the labels that a rule works with behind its selectors (in {@code by}, {@code on}, {@code
 * group_left}, {@code label_replace} and the alert's templates) against those that its metrics
 * really carry.
 *
 * <p>It builds the rule's tree anew with the real labels around each selector, as {@code sum by
 * (job, instance, model) (…)}: the labels that flow from there are the real ones.
 */
final class LabelClauses implements Expr.Visitor<Expr> {
  /** Their argument stays a selector, because they take labels from its matchers. */
  private static final Set<String> OF_MATCHERS = Set.of("absent", "absent_over_time");

  private final Rule rule;
  private final Pages pages;
  private final MadeByPrometheus own;
  private final Findings findings;
  private final Set<String> notified = new HashSet<>();

  private LabelClauses(Rule rule, Pages pages, MadeByPrometheus own, Findings findings) {
    this.rule = rule;
    this.pages = pages;
    this.own = own;
    this.findings = findings;
  }

  static void check(Rule rule, Pages pages, MadeByPrometheus own, Findings findings) {
    LabelClauses clauses = new LabelClauses(rule, pages, own, findings);
    LabelFlow flow = LabelFlow.of(rule.expr().accept(clauses));
    if (rule instanceof Alert alert) {
      clauses.checkTemplates(alert, flow);
    }
  }

  /**
   * What the real labels make wrong; what is wrong with any labels is found by the generator's
   * check.
   */
  private void checkTemplates(Alert alert, LabelFlow flow) {
    Map<String, String> texts = new TreeMap<>();
    alert.labels().forEach((name, text) -> texts.put("label " + name, text));
    alert.annotations().forEach((name, text) -> texts.put("annotation " + name, text));
    LabelFlow anyLabels = LabelFlow.of(alert.expr());
    texts.forEach(
        (where, text) -> {
          Template template = Template.ofAlert(text, alert.name());
          List<Problem> known = template.check(anyLabels);
          for (Problem problem : template.check(flow)) {
            if (!known.contains(problem)) {
              findings.error(
                  "contract/label",
                  Place.of(alert.origin()),
                  where + " of alert \"" + alert.name() + "\": " + withoutReason(problem.message()),
                  "name a label that the metrics carry",
                  "");
            }
          }
        });
  }

  /** The reason would name an expression that is ours and that nobody wrote. */
  private static String withoutReason(String message) {
    int reason = message.indexOf(": `");
    return reason < 0 ? message : message.substring(0, reason);
  }

  private void need(Collection<String> labels, Expr from, String where) {
    LabelFlow flow = LabelFlow.of(from);
    for (String label : labels) {
      if (flow.label(label).isImpossible()
          && !flow.isScalar()
          && flow.alwaysEmpty().isEmpty()
          && notified.add(label)) {
        List<String> there =
            flow.named().stream()
                .filter(name -> !flow.label(name).isImpossible() && !name.equals("__name__"))
                .toList();
        findings.error(
            "contract/label",
            Place.of(rule.origin()),
            rule.name()
                + " works with the label `"
                + label
                + "`, in `"
                + where
                + "`, which its metrics do not carry",
            "they carry " + (there.isEmpty() ? "none" : String.join(", ", there)),
            "");
      }
    }
  }

  private Expr closed(Expr.VectorSelector selector, Expr node) {
    Use use = new Use(rule, selector, false);
    Optional<Set<String>> labels =
        own.makes(use.metric()) ? own.labels(use.metric()) : pages.labels(use);
    return labels
        .<Expr>map(
            names -> Expr.Aggregation.of(AggregationOp.SUM, Grouping.by(List.copyOf(names)), node))
        .orElse(node);
  }

  @Override
  public Expr vectorSelector(Expr.VectorSelector node) {
    return closed(node, node);
  }

  @Override
  public Expr matrixSelector(Expr.MatrixSelector node) {
    return node;
  }

  @Override
  public Expr call(Expr.Call node) {
    if (OF_MATCHERS.contains(node.function())) {
      return node;
    }
    List<Expr> arguments = new ArrayList<>();
    Expr.MatrixSelector matrix = null;
    for (Expr argument : node.arguments()) {
      arguments.add(argument.accept(this));
      if (argument instanceof Expr.MatrixSelector found) {
        matrix = found;
      }
    }
    Expr call = new Expr.Call(node.function(), arguments, node.span());
    if (node.function().equals("label_replace") && arguments.size() == 5) {
      need(strings(node.arguments().subList(3, 4)), arguments.get(0), node.function());
    }
    if (node.function().equals("label_join") && arguments.size() > 3) {
      need(
          strings(node.arguments().subList(3, arguments.size())),
          arguments.get(0),
          node.function());
    }
    return matrix == null ? call : closed(matrix.selector(), call);
  }

  private static List<String> strings(List<Expr> arguments) {
    List<String> texts = new ArrayList<>();
    for (Expr argument : arguments) {
      if (argument instanceof Expr.StringLiteral text) {
        texts.add(text.value());
      }
    }
    return texts;
  }

  @Override
  public Expr aggregation(Expr.Aggregation node) {
    Expr inner = node.expr().accept(this);
    if (!node.grouping().without()) {
      need(
          node.grouping().labels(),
          inner,
          node.op().name().toLowerCase(Locale.ROOT)
              + " by ("
              + String.join(", ", node.grouping().labels())
              + ")");
    }
    return new Expr.Aggregation(node.op(), node.grouping(), node.parameter(), inner, node.span());
  }

  @Override
  public Expr binary(Expr.Binary node) {
    Expr left = node.left().accept(this);
    Expr right = node.right().accept(this);
    if (node.matching().on()) {
      String where =
          node.op().symbol() + " on (" + String.join(", ", node.matching().labels()) + ")";
      need(node.matching().labels(), left, where);
      need(node.matching().labels(), right, where);
    }
    if (!node.matching().include().isEmpty()) {
      boolean many = node.matching().cardinality() == Cardinality.MANY_TO_ONE;
      need(
          node.matching().include(),
          many ? right : left,
          (many ? "group_left (" : "group_right (")
              + String.join(", ", node.matching().include())
              + ")");
    }
    return new Expr.Binary(node.op(), left, right, node.bool(), node.matching(), node.span());
  }

  @Override
  public Expr subquery(Expr.Subquery node) {
    return new Expr.Subquery(
        node.expr().accept(this), node.range(), node.step(), node.shift(), node.span());
  }

  @Override
  public Expr unary(Expr.Unary node) {
    return new Expr.Unary(node.negative(), node.expr().accept(this), node.span());
  }

  @Override
  public Expr paren(Expr.Paren node) {
    return new Expr.Paren(node.expr().accept(this), Span.NONE);
  }

  @Override
  public Expr number(Expr.NumberLiteral node) {
    return node;
  }

  @Override
  public Expr string(Expr.StringLiteral node) {
    return node;
  }

  @Override
  public Expr verbatim(Expr.Verbatim node) {
    return node;
  }
}
