package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.promql.VectorMatching;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apiguardian.api.API;

/** How an alert in a rule file differs from its definition, in words: for messages. */
@API(status = API.Status.INTERNAL)
public final class RuleDifferences {
  /** Longer expressions are shortened to their operator. */
  private static final int SHORT = 70;

  private final RuleFile file;
  private final MonitoringModel model;
  private final List<String> all = new ArrayList<>();
  private final Set<String> compared = new HashSet<>();

  private RuleDifferences(RuleFile file, MonitoringModel model) {
    this.file = file;
    this.model = model;
  }

  /**
   * One sentence for each, including recording rules that the alert uses; empty if the file and the
   * definition agree, or if the file has another number of rules of that name.
   */
  public static List<String> between(RuleFile file, MonitoringModel model, String alert) {
    RuleDifferences differences = new RuleDifferences(file, model);
    differences.alert(alert);
    return differences.all.stream().distinct().toList();
  }

  private void alert(String name) {
    List<SourceRule> written = written(name, true);
    List<Alert> defined =
        model.alerts().stream().filter(alert -> alert.name().equals(name)).toList();
    if (written.size() != 1 || defined.size() != 1) {
      return;
    }
    SourceRule rule = written.get(0);
    Alert alert = defined.get(0);
    Duration pending = Duration.ofNanos(rule.pending());
    if (!pending.equals(alert.forDuration())) {
      all.add(said("for: " + GoDuration.text(pending), GoDuration.text(alert.forDuration())));
    }
    Duration keep = Duration.ofNanos(rule.keepFiring());
    if (!keep.equals(alert.keepFiringFor())) {
      all.add(
          said(
              "keep_firing_for: " + GoDuration.text(keep), GoDuration.text(alert.keepFiringFor())));
    }
    fields("label", rule.labels(), alert.labels());
    expressions("", rule, alert);
    records(rule.expression(), alert.expr());
  }

  private List<SourceRule> written(String name, boolean alerts) {
    return file.groups().stream()
        .flatMap(group -> group.rules().stream())
        .filter(rule -> (alerts ? rule.isAlert() : rule.isRecording()) && rule.name().equals(name))
        .toList();
  }

  private void fields(
      String what, Map<String, SourceRule.Field> written, Map<String, String> defined) {
    Map<String, String> labels = new TreeMap<>();
    written.forEach((name, field) -> labels.put(name, field.text()));
    labels.forEach(
        (name, value) -> {
          String right = defined.get(name);
          if (!value.equals(right)) {
            all.add(said(what + " " + name + ": " + value, right == null ? "none" : right));
          }
        });
    defined.forEach(
        (name, value) -> {
          if (!labels.containsKey(name)) {
            all.add(said("no " + what + " " + name, value));
          }
        });
  }

  private void expressions(String where, SourceRule rule, Rule definition) {
    Optional<Expr> parsed = PromqlCheck.check(rule.expression()).expr();
    Optional<Expr> defined = PromqlCheck.check(definition.expr().text()).expr();
    if (parsed.isPresent() && defined.isPresent()) {
      expressions(where, parsed.get(), defined.get());
    }
  }

  /** Of the series that either reads and the other's rules record. */
  private void records(String written, Expr defined) {
    Set<String> names = new TreeSet<>(names(defined));
    PromqlCheck.check(written).expr().ifPresent(expr -> names.addAll(names(expr)));
    for (String name : names) {
      List<SourceRule> inFile = written(name, false);
      List<RecordingRule> inModel = model.recording(name);
      if (!compared.add(name) || inFile.isEmpty() && inModel.isEmpty()) {
        continue;
      }
      if (inFile.isEmpty()) {
        all.add("the rule file has no rule that records " + name + ", and the definition does");
      } else if (inFile.size() == 1 && inModel.size() == 1) {
        expressions(" of " + name, inFile.get(0), inModel.get(0));
        records(inFile.get(0).expression(), inModel.get(0).expr());
      }
    }
  }

  private static Set<String> names(Expr expr) {
    Set<String> names = new HashSet<>();
    for (Expr node : Trees.nodes(expr)) {
      String name = node instanceof Expr.VectorSelector selector ? selector.metricName() : null;
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  private static String said(String file, String definition) {
    return "the rule file says " + file + ", and the definition " + definition;
  }

  /** The smallest parts that differ. */
  private void expressions(String where, Expr file, Expr definition) {
    Expr a = bare(file);
    Expr b = bare(definition);
    if (a.equals(b)) {
      return;
    }
    List<Expr> left = Nodes.children(a);
    List<Expr> right = Nodes.children(b);
    boolean alike = a.getClass().equals(b.getClass()) && left.size() == right.size();
    if (!alike || left.equals(right)) {
      all.add(said("in its expression" + where + " " + shown(a, b), shown(b, a)));
      return;
    }
    int before = all.size();
    for (int i = 0; i < left.size(); i++) {
      expressions(where, left.get(i), right.get(i));
    }
    if (all.size() == before) {
      all.add(said("in its expression" + where + " " + shown(a, b), shown(b, a)));
    }
  }

  private static Expr bare(Expr expr) {
    return expr instanceof Expr.Paren paren ? bare(paren.expr()) : expr;
  }

  /** Short where it is long and only the operator differs. */
  private static String shown(Expr expr, Expr other) {
    String text = expr.text().replaceAll("\\s+", " ");
    if (expr instanceof Expr.Aggregation aggregation) {
      text =
          aggregation.op().symbol()
              + (aggregation.grouping().without() ? " without (" : " by (")
              + String.join(", ", aggregation.grouping().labels())
              + ")";
    } else if (text.length() > SHORT
        && expr instanceof Expr.Binary binary
        && other instanceof Expr.Binary another
        && Nodes.children(binary).equals(Nodes.children(another))) {
      text = "… " + operator(binary) + " …";
    }
    return "`" + text + "`";
  }

  private static String operator(Expr.Binary binary) {
    VectorMatching matching = binary.matching();
    String by =
        matching.equals(VectorMatching.DEFAULT)
            ? ""
            : (matching.on() ? " on (" : " ignoring (")
                + String.join(", ", matching.labels())
                + ")";
    String side =
        switch (matching.cardinality()) {
          case MANY_TO_ONE -> " group_left (" + String.join(", ", matching.include()) + ")";
          case ONE_TO_MANY -> " group_right (" + String.join(", ", matching.include()) + ")";
          default -> "";
        };
    return binary.op().symbol() + (binary.bool() ? " bool" : "") + by + side;
  }
}
