package dev.tocsin.generator.imports;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Severity;
import java.time.DayOfWeek;
import java.time.Month;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The constants that all written classes share: labels, severities, and the names of metrics. Names
 * are given before anything is written, in the order of the alphabet, so that they do not depend on
 * the order of the rules.
 */
final class Vocabulary {
  private static final Map<String, String> LABELS =
      Map.of(
          "alertname", "ALERTNAME",
          "job", "JOB",
          "instance", "INSTANCE",
          "severity", "SEVERITY");

  private static final Map<String, String> SEVERITIES =
      Map.of("critical", "CRITICAL", "warning", "WARNING", "info", "INFO", "none", "NONE");

  /** Names of the language that are imported, so that ours differ. */
  private static final List<String> RESERVED =
      List.of(
          "SUMMARY",
          "DESCRIPTION",
          "GROUP",
          "RULES",
          "ROOT",
          "INHIBITIONS",
          "CONFIG",
          "ZERO",
          "ALL",
          "URI");

  private static final int METRICS_IN_A_CLASS = 1000;

  private final String labelsClass;
  private final Names names = new Names(Set.of());
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, String> severities = new TreeMap<>();
  private final Map<String, String> metrics = new TreeMap<>();
  private final TreeSet<String> metricOrder = new TreeSet<>();
  private final Set<String> usedLabels = new TreeSet<>();
  private final Set<String> usedSeverities = new TreeSet<>();

  /**
   * @param labelsClass the full name of the class that holds labels and severities
   */
  Vocabulary(
      String labelsClass,
      Collection<String> labelNames,
      Collection<String> severityNames,
      Collection<String> metricNames) {
    this.labelsClass = labelsClass;
    LABELS.values().stream().sorted().forEach(name -> names.constant(name, ""));
    SEVERITIES.values().stream().sorted().forEach(name -> names.constant(name, ""));
    RESERVED.forEach(name -> names.constant(name, ""));
    Stream.of(DayOfWeek.values()).forEach(day -> names.constant(day.name(), ""));
    Stream.of(Month.values()).forEach(month -> names.constant(month.name(), ""));
    labels.putAll(LABELS);
    severities.putAll(SEVERITIES);
    new TreeSet<>(labelNames)
        .forEach(name -> labels.computeIfAbsent(name, text -> names.constant(text, "_LABEL")));
    new TreeSet<>(severityNames)
        .forEach(
            name -> severities.computeIfAbsent(name, text -> names.constant(text, "_SEVERITY")));
    new TreeSet<>(metricNames)
        .forEach(name -> metrics.computeIfAbsent(name, text -> names.constant(text, "_METRIC")));
    metricOrder.addAll(metrics.values());
  }

  /** All names that are given. */
  Set<String> names() {
    return names.taken();
  }

  /** The label of this name. */
  Term label(String name) {
    boolean ours = !LABELS.containsKey(name);
    if (ours) {
      usedLabels.add(name);
    }
    String owner = ours ? labelsClass : Label.class.getName();
    String constant = labels.computeIfAbsent(name, text -> names.constant(text, "_LABEL"));
    return Term.of(Code.constant(owner, constant), Label.label(name));
  }

  /** The severity of this name. */
  Term severity(String name) {
    boolean ours = !SEVERITIES.containsKey(name);
    if (ours) {
      usedSeverities.add(name);
    }
    String owner = ours ? labelsClass : Severity.class.getName();
    String constant = severities.computeIfAbsent(name, text -> names.constant(text, "_SEVERITY"));
    return Term.of(Code.constant(owner, constant), Severity.severity(name));
  }

  /** The name of a metric's constant. */
  String metric(String name) {
    return metrics.computeIfAbsent(name, text -> names.constant(text, "_METRIC"));
  }

  /**
   * Behind the name of the class of metrics that holds a constant: nothing, or a number where there
   * are more than one class can hold.
   */
  String part(String metricConstant) {
    int before = metricOrder.headSet(metricConstant).size();
    return before < METRICS_IN_A_CLASS ? "" : String.valueOf(before / METRICS_IN_A_CLASS + 1);
  }

  /** The class of the labels and severities that were asked for. */
  JavaClass written(String packageName, String className, List<String> javadoc) {
    JavaClass made = new JavaClass(packageName, className, javadoc);
    for (String label : usedLabels) {
      made.constant(
          List.of(),
          Label.class.getName(),
          labels.getOrDefault(label, ""),
          Code.call(Label.class.getName(), "label", Code.text(label)));
    }
    for (String severity : usedSeverities) {
      made.constant(
          List.of(),
          Severity.class.getName(),
          severities.getOrDefault(severity, ""),
          Code.call(Severity.class.getName(), "severity", Code.text(severity)));
    }
    return made;
  }
}
