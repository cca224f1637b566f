package dev.tocsin.dsl.template;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who runs a template, and so which functions it knows. The tables are <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#functions">
 * Prometheus'</a> and <a
 * href="https://prometheus.io/docs/alerting/latest/notifications/#functions">Alertmanager's</a>,
 * each with <a href="https://pkg.go.dev/text/template#hdr-Functions">Go's own</a>.
 */
public enum Dialect {
  /** Labels and annotations of alerting rules, as of Prometheus 3.5. */
  PROMETHEUS(
      """
      args 0+ | externalURL 0 | first 1 | graphLink 1 | humanize 1 | humanize1024 1
      humanizeDuration 1 | humanizePercentage 1 | humanizeTimestamp 1 | label 2 | match 2
      parseDuration 1 | pathPrefix 0 | query 1 | reReplaceAll 3 | safeHtml 1 | sortByLabel 2
      stripDomain 1 | stripPort 1 | strvalue 1 | tableLink 1 | title 1 | toLower 1 | toTime 1
      toUpper 1 | value 1
      """),

  /** Notifications, as of Alertmanager 0.33. */
  ALERTMANAGER(
      """
      append 1+ | date 2 | dict 0+ | humanizeDuration 1 | join 2 | list 0+ | match 2 | now 0
      reReplaceAll 3 | safeHtml 1 | safeUrl 1 | since 1 | stringSlice 0+ | title 1 | toJson 1
      toLower 1 | toUpper 1 | trimSpace 1 | tz 2 | urlUnescape 1
      """),

  /** Go's own functions alone, as where Alertmanager reads its configuration. */
  GO("");

  private final Map<String, Arity> functions;

  Dialect(String table) {
    this.functions = new TreeMap<>(read(table));
    functions.putAll(read(GoFunctions.TABLE));
  }

  /** How many arguments a function takes, a pipeline's value included. */
  public record Arity(int least, int most) {
    /** Whether so many arguments are right. */
    public boolean accepts(int count) {
      return count >= least && count <= most;
    }

    @Override
    public String toString() {
      if (most == Integer.MAX_VALUE) {
        return least + " or more";
      }
      return least == most ? String.valueOf(least) : least + " to " + most;
    }
  }

  private static Map<String, Arity> read(String table) {
    Map<String, Arity> functions = new TreeMap<>();
    for (String entry : table.replace('\n', '|').split("\\|")) {
      if (!entry.isBlank()) {
        String[] words = entry.strip().split(" ");
        functions.put(words[0], arity(words[1]));
      }
    }
    return functions;
  }

  private static Arity arity(String text) {
    if (text.endsWith("+")) {
      return new Arity(Integer.parseInt(text.substring(0, text.length() - 1)), Integer.MAX_VALUE);
    }
    int dash = text.indexOf('-');
    return dash < 0
        ? new Arity(Integer.parseInt(text), Integer.parseInt(text))
        : new Arity(
            Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
  }

  /** How many arguments a function takes; empty when the dialect does not know it. */
  public Optional<Arity> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  /** The names of all functions, in order. */
  public SortedSet<String> functions() {
    return new TreeSet<>(functions.keySet());
  }

  /**
   * What Go itself brings; in a class of its own, because an enum's fields come after its
   * constants.
   */
  private static final class GoFunctions {
    static final String TABLE =
        """
        and 1+ | call 1+ | eq 2+ | ge 2 | gt 2 | html 0+ | index 1+ | js 0+ | le 2 | len 1 | lt 2
        ne 2 | not 1 | or 1+ | print 0+ | printf 1+ | println 0+ | slice 1-4 | urlquery 0+
        """;

    private GoFunctions() {}
  }
}
