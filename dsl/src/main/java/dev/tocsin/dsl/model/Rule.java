package dev.tocsin.dsl.model;

import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.promql.Expr;
import java.util.Map;

/**
 * An {@link Alert} or a {@link RecordingRule}: what Prometheus evaluates in a {@link RuleGroup}.
 */
public sealed interface Rule permits Alert, RecordingRule {
  /** The alert's name, or the name of the recorded metric. */
  String name();

  /** What is evaluated. */
  Expr expr();

  /** The same rule with another expression, as a rehearsal needs it. */
  Rule withExpr(Expr expr);

  /** The labels that the rule adds, sorted by name. */
  Map<String, String> labels();

  /** The line that defined it; not part of equality. */
  Origin origin();
}
