package dev.tocsin.dsl;

import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.promql.Expr;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/">alert</a>.
 *
 * <p>{@link #critical}, {@link #warning} and {@link #alert(Severity, String)} follow the house
 * rules: a severity, a sentence for people, a description and a runbook, or it does not compile.
 * {@link #plain} follows none, so that every alert that Prometheus knows can be said.
 */
public final class Alert implements Rule {
  /** The annotation that says in one line what is wrong. */
  public static final String SUMMARY = "summary";

  /** The annotation that says what it means, with the value in human units. */
  public static final String DESCRIPTION = "description";

  private final String name;
  private final Expr expr;
  private final Duration pending;
  private final Duration keepFiring;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final Optional<Runbook> runbook;
  private final Origin origin;

  private Alert(
      String name,
      Expr expr,
      Duration pending,
      Duration keepFiring,
      Map<String, String> labels,
      Map<String, String> annotations,
      Optional<Runbook> runbook,
      Origin origin) {
    this.name = name;
    this.expr = expr;
    this.pending = notNegative(name, "for", pending);
    this.keepFiring = notNegative(name, "keep_firing_for", keepFiring);
    this.labels = labels;
    this.annotations = annotations;
    this.runbook = runbook;
    this.origin = origin;
  }

  private static Duration notNegative(String name, String field, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "alert \"" + name + "\": " + field + " " + duration + " is negative: use zero or more");
    }
    return duration;
  }

  /** Starts an alert that wakes someone. */
  public static NeedsCondition critical(String name) {
    return alert(Severity.CRITICAL, name);
  }

  /** Starts an alert to be looked at in working hours. */
  public static NeedsCondition warning(String name) {
    return alert(Severity.WARNING, name);
  }

  /** Starts an alert of any severity by the house rules. */
  public static NeedsCondition alert(Severity severity, String name) {
    requireName(name);
    Origin origin = Origin.caller();
    Map<String, String> labels = Map.of(Label.SEVERITY.name(), severity.name());
    return condition ->
        pending ->
            (summary, description) ->
                runbook ->
                    new Alert(
                        name,
                        condition.expr(),
                        pending,
                        Duration.ZERO,
                        labels,
                        sorted(SUMMARY, summary, Map.of(DESCRIPTION, description)),
                        Optional.of(runbook),
                        origin);
  }

  /** An alert free of the house rules: labels and annotations are whatever is added. */
  public static NeedsAnyCondition plain(String name) {
    requireName(name);
    Origin origin = Origin.caller();
    return condition ->
        new Alert(
            name,
            condition.expr(),
            Duration.ZERO,
            Duration.ZERO,
            Map.of(),
            Map.of(),
            Optional.empty(),
            origin);
  }

  private static void requireName(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("alert name \"\" is empty: name what is wrong");
    }
  }

  private static Map<String, String> sorted(String key, String value, Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(others);
    all.put(key, value);
    return Collections.unmodifiableMap(all);
  }

  /** Pending for this long before it fires; zero fires at the first evaluation. */
  public Alert heldFor(Duration duration) {
    return new Alert(name, expr, duration, keepFiring, labels, annotations, runbook, origin);
  }

  /** Kept firing this long after its condition has ended (from Prometheus 2.42 on). */
  public Alert keptFiringFor(Duration duration) {
    return new Alert(name, expr, pending, duration, labels, annotations, runbook, origin);
  }

  /** Of this severity: {@code severity} is the label by which the house rules route. */
  public Alert ofSeverity(Severity severity) {
    return labelled(Label.SEVERITY, severity.name());
  }

  /** With a label, whose value may be a template. */
  public Alert labelled(Label label, String value) {
    return new Alert(
        name,
        expr,
        pending,
        keepFiring,
        sorted(label.name(), value, labels),
        annotations,
        runbook,
        origin);
  }

  /** With an annotation, whose value may be a template. */
  public Alert annotated(String annotation, String value) {
    return new Alert(
        name,
        expr,
        pending,
        keepFiring,
        labels,
        sorted(annotation, value, annotations),
        runbook,
        origin);
  }

  @Override
  public Alert withExpr(Expr other) {
    return new Alert(name, other, pending, keepFiring, labels, annotations, runbook, origin);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Expr expr() {
    return expr;
  }

  /** How long the condition must hold before it fires: {@code for}. */
  public Duration pending() {
    return pending;
  }

  /** How long it fires on after its condition has ended: {@code keep_firing_for}. */
  public Duration keepFiring() {
    return keepFiring;
  }

  @Override
  public Map<String, String> labels() {
    return labels;
  }

  /** The annotations without {@code runbook_url}, which the generator adds; sorted by name. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** What to do when it fires; empty only for a plain alert. */
  public Optional<Runbook> runbook() {
    return runbook;
  }

  /** The severity label's value, if it has one. */
  public Optional<Severity> severity() {
    return Optional.ofNullable(labels.get(Label.SEVERITY.name())).map(Severity::severity);
  }

  /** Matches this alert, in a route or an inhibition. */
  public Matcher matcher() {
    return Label.ALERT_NAME.is(name);
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alert
        && ((Alert) other).name.equals(name)
        && ((Alert) other).expr.equals(expr)
        && ((Alert) other).pending.equals(pending)
        && ((Alert) other).keepFiring.equals(keepFiring)
        && ((Alert) other).labels.equals(labels)
        && ((Alert) other).annotations.equals(annotations)
        && ((Alert) other).runbook.equals(runbook);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, expr, pending, keepFiring, labels, annotations, runbook);
  }

  @Override
  public String toString() {
    return name;
  }

  /** An alert that lacks its condition. */
  @FunctionalInterface
  public interface NeedsCondition {
    /** What must hold. */
    NeedsDuration when(Condition condition);
  }

  /** An alert that lacks the time for which its condition must hold. */
  @FunctionalInterface
  public interface NeedsDuration {
    /** For how long the condition must hold. */
    NeedsWords heldFor(Duration duration);

    /** Fires at the first evaluation at which the condition holds. */
    default NeedsWords atOnce() {
      return heldFor(Duration.ZERO);
    }
  }

  /** An alert that lacks the words for people. */
  @FunctionalInterface
  public interface NeedsWords {
    /**
     * What is wrong, in one line, and what it means, with the value in human units ({@code {{
     * $value | humanizeDuration }}}). Both may be templates.
     */
    NeedsRunbook saying(String summary, String description);
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
    /** What must hold. */
    Alert when(Condition condition);
  }
}
