package dev.tocsin.dsl.model;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An <a href="https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/">alerting
 * rule</a>.
 *
 * <p>{@link #critical}, {@link #warning} and {@link #alert(Severity, String)} follow the house
 * rules: without a severity, a summary, a description and a runbook the alert does not compile.
 * {@link #plain} follows none, so that every alerting rule of Prometheus can be written.
 */
public final class Alert implements Rule {
  /** The annotation that says in one line what is wrong. */
  public static final String SUMMARY = "summary";

  /** The annotation that says what it means, with the value in human units. */
  public static final String DESCRIPTION = "description";

  private final State state;
  private final Origin origin;

  private Alert(State state, Origin origin) {
    this.state = state;
    this.origin = origin;
  }

  private record State(
      String name,
      Expr expr,
      Duration forDuration,
      Duration keepFiringFor,
      Map<String, String> labels,
      Map<String, String> annotations,
      Optional<Runbook> runbook) {
    State {
      notNegative(name, "for", forDuration);
      notNegative(name, "keep_firing_for", keepFiringFor);
      labels = Collections.unmodifiableMap(new TreeMap<>(labels));
      annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    private static void notNegative(String name, String field, Duration duration) {
      if (duration.isNegative()) {
        StringBuilder text = new StringBuilder();
        GoDuration.write(text, duration.toMillis());
        throw new IllegalArgumentException(
            "alert \"" + name + "\": " + field + " " + text + " is negative: use zero or more");
      }
    }
  }

  /** Starts an alert that pages. */
  public static NeedsCondition critical(String name) {
    return alert(Severity.CRITICAL, name);
  }

  /** Starts an alert for working hours. */
  public static NeedsCondition warning(String name) {
    return alert(Severity.WARNING, name);
  }

  /** Starts an alert of any severity that follows the house rules. */
  public static NeedsCondition alert(Severity severity, String name) {
    return alert(name, Map.of(Label.SEVERITY.name(), severity.name()));
  }

  static NeedsCondition alert(String name, Map<String, String> labels) {
    requireName(name);
    Origin origin = Origin.caller();
    return condition ->
        duration ->
            summary ->
                description ->
                    runbook ->
                        new Alert(
                            new State(
                                name,
                                condition.expr(),
                                duration,
                                Duration.ZERO,
                                labels,
                                Map.of(SUMMARY, summary, DESCRIPTION, description),
                                Optional.of(runbook)),
                            origin);
  }

  /** An alert that follows no house rules: it has the labels and annotations that are added. */
  public static NeedsAnyCondition plain(String name) {
    requireName(name);
    Origin origin = Origin.caller();
    return condition ->
        new Alert(
            new State(
                name,
                condition.expr(),
                Duration.ZERO,
                Duration.ZERO,
                Map.of(),
                Map.of(),
                Optional.empty()),
            origin);
  }

  private static void requireName(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("invalid alert name \"\": an alert needs a name");
    }
  }

  private Alert with(
      Duration forDuration,
      Duration keepFiringFor,
      Map<String, String> labels,
      Map<String, String> annotations) {
    return new Alert(
        new State(
            state.name, state.expr, forDuration, keepFiringFor, labels, annotations, state.runbook),
        origin);
  }

  private static Map<String, String> put(Map<String, String> all, String key, String value) {
    Map<String, String> more = new TreeMap<>(all);
    more.put(key, value);
    return more;
  }

  /** {@code for}: pending this long before it fires; zero fires at the first evaluation. */
  public Alert forDuration(Duration duration) {
    return with(duration, state.keepFiringFor, state.labels, state.annotations);
  }

  /** {@code keep_firing_for}: fires this long after its condition ended (Prometheus 2.42). */
  public Alert keepFiringFor(Duration duration) {
    return with(state.forDuration, duration, state.labels, state.annotations);
  }

  /** The label {@code severity}, by which the house rules route. */
  public Alert severity(Severity severity) {
    return label(Label.SEVERITY, severity.name());
  }

  /** One of {@code labels}; the value may be a template. */
  public Alert label(Label label, String value) {
    return with(
        state.forDuration,
        state.keepFiringFor,
        put(state.labels, label.name(), value),
        state.annotations);
  }

  /** One of {@code annotations}; the value may be a template. */
  public Alert annotation(String annotation, String value) {
    return with(
        state.forDuration,
        state.keepFiringFor,
        state.labels,
        put(state.annotations, annotation, value));
  }

  @Override
  public Alert withExpr(Expr other) {
    return new Alert(
        new State(
            state.name,
            other,
            state.forDuration,
            state.keepFiringFor,
            state.labels,
            state.annotations,
            state.runbook),
        origin);
  }

  @Override
  public String name() {
    return state.name;
  }

  @Override
  public Expr expr() {
    return state.expr;
  }

  /** {@code for}. */
  public Duration forDuration() {
    return state.forDuration;
  }

  /** {@code keep_firing_for}. */
  public Duration keepFiringFor() {
    return state.keepFiringFor;
  }

  @Override
  public Map<String, String> labels() {
    return state.labels;
  }

  /** The annotations without {@code runbook_url}, which the generator adds; sorted by name. */
  public Map<String, String> annotations() {
    return state.annotations;
  }

  /** What to do when it fires; only a plain alert has none. */
  public Optional<Runbook> runbook() {
    return state.runbook;
  }

  /** The value of the label {@code severity}, if there is one. */
  public Optional<Severity> severity() {
    return Optional.ofNullable(state.labels.get(Label.SEVERITY.name())).map(Severity::severity);
  }

  /** Matches this alert in a route or an inhibition. */
  public Matcher matcher() {
    return Label.ALERTNAME.is(state.name);
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alert alert && alert.state.equals(state);
  }

  @Override
  public int hashCode() {
    return state.hashCode();
  }

  @Override
  public String toString() {
    return state.name;
  }

  /** An alert that lacks its condition. */
  @FunctionalInterface
  public interface NeedsCondition {
    /** {@code expr}: what must hold. */
    NeedsFor when(Condition condition);
  }

  /** An alert that lacks {@code for}. */
  @FunctionalInterface
  public interface NeedsFor {
    /** {@code for}: how long the condition must hold before the alert fires. */
    NeedsSummary forDuration(Duration duration);

    /** Without {@code for}: fires at the first evaluation at which the condition holds. */
    default NeedsSummary immediately() {
      return forDuration(Duration.ZERO);
    }
  }

  /** An alert that lacks its summary. */
  @FunctionalInterface
  public interface NeedsSummary {
    /** The annotation {@code summary}: what is wrong, in one line. May be a template. */
    NeedsDescription summary(String summary);

    /** {@code keep_firing_for}: fires this long after its condition ended (Prometheus 2.42). */
    default NeedsSummary keepFiringFor(Duration duration) {
      return summary ->
          description ->
              runbook ->
                  summary(summary)
                      .description(description)
                      .runbook(runbook)
                      .keepFiringFor(duration);
    }
  }

  /** An alert that lacks its description. */
  @FunctionalInterface
  public interface NeedsDescription {
    /**
     * The annotation {@code description}: what it means, with the value in human units ({@code {{
     * $value | humanizeDuration }}}). May be a template.
     */
    NeedsRunbook description(String description);
  }

  /** An alert that lacks its runbook. */
  @FunctionalInterface
  public interface NeedsRunbook {
    /** What to do when it fires. */
    Alert runbook(Runbook runbook);
  }

  /** A plain alert that lacks its expression. */
  @FunctionalInterface
  public interface NeedsAnyCondition {
    /** {@code expr}: what must hold. */
    Alert when(Condition condition);
  }
}
