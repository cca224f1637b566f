package dev.tocsin.dsl.model;

import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.metric.Scalar;
import dev.tocsin.dsl.metric.Unit;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.promql.Expr;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A <a href="https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/">recording
 * rule</a>: an expression whose result is stored under a name of its own.
 */
public final class RecordingRule implements Rule {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  private final String name;
  private final Expr expr;
  private final Map<String, String> labels;
  private final Origin origin;

  private RecordingRule(String name, Expr expr, Map<String, String> labels, Origin origin) {
    this.name = name;
    this.expr = expr;
    this.labels = labels;
    this.origin = origin;
  }

  /**
   * Starts the rule that records {@code name}; by custom {@code level:metric:operation}.
   *
   * @throws IllegalArgumentException when it is not a valid metric name
   */
  public static NeedsExpression record(String name) {
    if (!isUsualName(name)) {
      throw new IllegalArgumentException(
          "invalid metric name \""
              + name
              + "\" of a recording rule: use letters, digits, _ and :, such as job:llm_requests:rate5m");
    }
    return plain(name);
  }

  /** Whether {@link #record} takes the name; {@link #plain} takes all that Prometheus does. */
  public static boolean isUsualName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Starts a rule that records any name that Prometheus takes, from 3.0 on: those with dots, too.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public static NeedsExpression plain(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "recording rule name \"\" is empty: name what is recorded");
    }
    Origin origin = Origin.caller();
    return value -> new RecordingRule(name, value.expr(), Map.of(), origin);
  }

  /** With a label added to every recorded series. */
  public RecordingRule label(Label label, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(label.name(), value);
    return new RecordingRule(name, expr, Collections.unmodifiableMap(more), origin);
  }

  @Override
  public RecordingRule withExpr(Expr other) {
    return new RecordingRule(name, other, labels, origin);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Expr expr() {
    return expr;
  }

  @Override
  public Map<String, String> labels() {
    return labels;
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordingRule that
        && that.name.equals(name)
        && that.expr.equals(expr)
        && that.labels.equals(labels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, expr, labels);
  }

  @Override
  public String toString() {
    return name;
  }

  /** A recording rule that lacks its expression. */
  @FunctionalInterface
  public interface NeedsExpression {
    /** What to record. */
    RecordingRule expr(InstantVector<? extends Unit> value);

    /** A number that is the same at every evaluation, such as a threshold that rules share. */
    default RecordingRule expr(double number) {
      return expr(new InstantVector<>(Expr.NumberLiteral.of(number)));
    }

    /** A number that belongs to no series, such as {@code time()}. */
    default RecordingRule expr(Scalar<? extends Unit> number) {
      return expr(new InstantVector<>(number.expr()));
    }
  }
}
