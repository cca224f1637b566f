package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import java.util.regex.Pattern;

/**
 * A label's name, declared once and used by value.
 *
 * <p>The classic form {@code [a-zA-Z_][a-zA-Z0-9_]*} of the <a
 * href="https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels">data model</a>
 * needs no quotes anywhere; any other UTF-8 name is allowed from Prometheus 3 and Alertmanager 0.27
 * on.
 */
public final class Label implements Comparable<Label> {
  private static final Pattern CLASSIC = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /** {@code alertname}, which Prometheus sets to the alert's name. */
  public static final Label ALERTNAME = new Label("alertname");

  /** {@code job}, which Prometheus sets to the scrape job's name. */
  public static final Label JOB = new Label("job");

  /** {@code instance}, which Prometheus sets to the target's address. */
  public static final Label INSTANCE = new Label("instance");

  /** {@code severity}, by which the house rules route. */
  public static final Label SEVERITY = new Label("severity");

  private final String name;

  private Label(String name) {
    this.name = name;
  }

  /**
   * The label of this name.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public static Label label(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "label name \"\" is empty: give it at least one character");
    }
    return new Label(name);
  }

  public String name() {
    return name;
  }

  /** Whether every version of the tools takes the name without quotes. */
  public boolean isClassic() {
    return CLASSIC.matcher(name).matches();
  }

  /** Matches series and alerts whose label is exactly {@code value}; "" matches a missing label. */
  public Matcher is(String value) {
    return Matcher.of(name, MatchOp.EQUAL, value);
  }

  /** Matches series and alerts whose label is anything but {@code value}. */
  public Matcher isNot(String value) {
    return Matcher.of(name, MatchOp.NOT_EQUAL, value);
  }

  /** Matches series and alerts whose whole label fits the RE2 {@code regex}. */
  public Matcher matches(String regex) {
    return Matcher.of(name, MatchOp.MATCHES, regex);
  }

  /** Matches series and alerts whose whole label does not fit the RE2 {@code regex}. */
  public Matcher doesNotMatch(String regex) {
    return Matcher.of(name, MatchOp.NOT_MATCHES, regex);
  }

  /** Matches series and alerts that carry the label, whatever its value. */
  public Matcher isPresent() {
    return isNot("");
  }

  /** Matches series and alerts that do not carry the label. */
  public Matcher isMissing() {
    return is("");
  }

  @Override
  public int compareTo(Label other) {
    return name.compareTo(other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Label that && that.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
