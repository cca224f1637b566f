package dev.tocsin.generator.imports;

import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.Metric;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The metrics that are spoken of, each with a constant. Their types come from a page of metrics;
 * without one, from how expressions use them, and from their names.
 */
final class MetricTable {
  private static final Set<String> OF_COUNTERS = Set.of("rate", "irate", "increase");
  private static final String BUCKET = "_bucket";

  private final Map<String, Kind> known = new TreeMap<>();
  private final Map<String, Families.Family> pages = new TreeMap<>();
  private final Set<String> counters = new TreeSet<>();
  private final Set<String> spoken = new TreeSet<>();
  private final Set<String> histograms = new TreeSet<>();

  /** By their constants' names. */
  private final Map<String, Handle> handles = new TreeMap<>();

  private final Set<String> used = new TreeSet<>();
  private final Vocabulary vocabulary;

  /** What a metric is. */
  enum Kind {
    COUNTER("counter", Counter.class),
    GAUGE("gauge", Gauge.class),
    HISTOGRAM("histogram", Histogram.class);

    private final String factory;
    private final Class<? extends Metric> type;

    Kind(String factory, Class<? extends Metric> type) {
      this.factory = factory;
      this.type = type;
    }
  }

  /**
   * A metric's constant.
   *
   * @param made its declaration, and the metric itself
   */
  record Handle(
      String name, String constant, Kind kind, UnitType unit, Term made, Optional<String> help) {
    String type() {
      return kind.type.getName();
    }

    String unitName() {
      return ((UnitType.Simple) unit).type().getSimpleName();
    }

    String unitType() {
      return ((UnitType.Simple) unit).type().getCanonicalName();
    }
  }

  MetricTable(Families page, Collection<Expr> expressions, Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    for (Families.Family family : page.all()) {
      learn(family);
    }
    for (Expr expression : expressions) {
      for (Expr node : Nodes.of(expression)) {
        if (node instanceof Expr.Call call && OF_COUNTERS.contains(call.function())) {
          Nodes.of(call).stream()
              .filter(Expr.MatrixSelector.class::isInstance)
              .map(range -> ((Expr.MatrixSelector) range).selector().name())
              .forEach(name -> add(counters, name));
        } else if (node instanceof Expr.VectorSelector selector) {
          String name = selector.name();
          add(spoken, name);
          if (name != null && name.endsWith(BUCKET) && name.length() > BUCKET.length()) {
            histograms.add(name.substring(0, name.length() - BUCKET.length()));
          }
        }
      }
    }
  }

  private static void add(Set<String> set, @Nullable String name) {
    if (name != null) {
      set.add(name);
    }
  }

  private void learn(Families.Family family) {
    switch (family.type()) {
      case "counter" -> family.samples().forEach(sample -> learn(sample, Kind.COUNTER, family));
      case "histogram" -> learn(family.name(), Kind.HISTOGRAM, family);
      case "summary" ->
          family
              .samples()
              .forEach(
                  sample ->
                      learn(
                          sample,
                          sample.equals(family.name()) ? Kind.GAUGE : Kind.COUNTER,
                          family));
      case "gauge", "info", "stateset", "gaugehistogram" ->
          family.samples().forEach(sample -> learn(sample, Kind.GAUGE, family));
      default -> {
        // Untyped: the page says nothing, so names and uses must.
        for (String sample : family.samples()) {
          pages.put(sample, family);
        }
      }
    }
  }

  private void learn(String name, Kind kind, Families.Family family) {
    known.put(name, kind);
    pages.put(name, family);
  }

  /** Makes handles of all metrics of the page, whether a rule uses them or not. */
  void takeAll() {
    known.forEach(this::handle);
    pages.keySet().stream().filter(name -> !known.containsKey(name)).forEach(this::get);
    used.addAll(handles.keySet());
  }

  /** Keeps the handles that code uses. */
  void keep(Collection<Handle> some) {
    some.forEach(handle -> used.add(handle.constant()));
  }

  /** Whether the page says that the metric is no counter. */
  boolean isKnownGauge(String name) {
    return known.get(name) == Kind.GAUGE;
  }

  /** The histogram whose buckets, sum or count a metric is. */
  Optional<Handle> histogram(String name, String suffix) {
    if (!name.endsWith(suffix) || name.length() == suffix.length()) {
      return Optional.empty();
    }
    String stem = name.substring(0, name.length() - suffix.length());
    boolean is =
        known.containsKey(stem)
            ? known.get(stem) == Kind.HISTOGRAM
            : histograms.contains(stem) && !known.containsKey(name);
    return is ? Optional.of(handle(stem, Kind.HISTOGRAM)) : Optional.empty();
  }

  /** The constant of a metric that is a counter or a gauge. */
  Handle get(String name) {
    Kind found = known.get(name);
    if (found == null) {
      boolean counts = name.matches(".*_(total|bucket)") || counters.contains(name);
      found = counts ? Kind.COUNTER : Kind.GAUGE;
    }
    if (found == Kind.HISTOGRAM) {
      throw new Untyped("the histogram " + name + " as a whole");
    }
    return handle(name, found);
  }

  private Handle handle(String name, Kind kind) {
    // A few names are those of a classic histogram and of a metric, often a native histogram.
    String asked =
        kind == Kind.HISTOGRAM && !known.containsKey(name) && spoken.contains(name)
            ? name + "_histogram"
            : name;
    String constant = vocabulary.metric(asked);
    return handles.computeIfAbsent(constant, key -> make(name, key, kind));
  }

  private Handle make(String name, String constant, Kind kind) {
    Optional<Families.Family> family = Optional.ofNullable(pages.get(name));
    UnitType unit =
        family
            .flatMap(page -> UnitType.named(page.unit()))
            .orElseGet(() -> UnitType.ofMetric(name));
    if (kind == Kind.COUNTER && name.endsWith(BUCKET)) {
      unit = UnitType.COUNT;
    } else if (kind != Kind.GAUGE && unit.equals(UnitType.TIMESTAMP)) {
      unit = UnitType.SECONDS;
    }
    List<Term> arguments = new ArrayList<>();
    arguments.add(Term.text(name));
    arguments.add(Term.unitClass((UnitType.Simple) unit));
    family.ifPresent(
        page -> page.labels().forEach(label -> arguments.add(vocabulary.label(label))));
    Term made = Term.call(unit, Metric.class, kind.factory, arguments);
    return new Handle(
        name,
        constant,
        kind,
        unit,
        made,
        family.map(Families.Family::help).filter(h -> !h.isBlank()));
  }

  /** All handles that code uses, sorted by their constants' names. */
  List<Handle> handles() {
    return used.stream().map(handles::get).toList();
  }
}
