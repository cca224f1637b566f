package dev.tocsin.harness.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an exporter says on {@code /metrics}, in the <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a> or in <a
 * href="https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md">OpenMetrics</a>.
 *
 * @param job the scrape job that reads it
 * @param exporter who said it, for people
 * @param types by the name in the {@code TYPE} line
 * @param units by the name in the {@code UNIT} line
 * @param samples all series
 * @param errors the lines that could not be read, each with its number
 */
record MetricsPage(
    String job,
    String exporter,
    Map<String, String> types,
    Map<String, String> units,
    Map<String, List<Sample>> samples,
    List<String> errors) {

  private static final List<String> SUFFIXES =
      List.of("_bucket", "_sum", "_count", "_total", "_created", "_info");

  /** One series and its value. */
  record Sample(String name, Map<String, String> labels, double value) {}

  static MetricsPage parse(String job, String exporter, String text) {
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, String> units = new LinkedHashMap<>();
    List<Sample> samples = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      try {
        if (line.startsWith("#")) {
          comment(line, types, units);
        } else if (!line.isBlank()) {
          samples.add(new SampleReader(line).sample());
        }
      } catch (IllegalArgumentException e) {
        errors.add("line " + number + ": " + e.getMessage());
      }
    }
    return new MetricsPage(
        job,
        exporter,
        types,
        units,
        samples.stream()
            .collect(Collectors.groupingBy(Sample::name, LinkedHashMap::new, Collectors.toList())),
        errors);
  }

  private static void comment(String line, Map<String, String> types, Map<String, String> units) {
    String[] words = line.split("[ \t]+", 4);
    if (words.length == 4 && words[1].equals("TYPE")) {
      types.put(unquoted(words[2]), words[3].strip());
    } else if (words.length == 4 && words[1].equals("UNIT")) {
      units.put(unquoted(words[2]), words[3].strip());
    }
  }

  private static String unquoted(String name) {
    return name.length() > 1 && name.startsWith("\"") ? name.substring(1, name.length() - 1) : name;
  }

  boolean has(String name) {
    return samples.containsKey(name);
  }

  List<Sample> series(String name) {
    return samples.getOrDefault(name, List.of());
  }

  /** The names of all its series, and of its histograms. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(samples.keySet());
    names.addAll(types.keySet());
    return names;
  }

  /** The labels that any series of this name carries. */
  Set<String> labels(String name) {
    return series(name).stream()
        .flatMap(sample -> sample.labels().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The name under which the page tells type and unit of a series; OpenMetrics cuts suffixes. */
  String family(String name) {
    if (types.containsKey(name)) {
      return name;
    }
    for (String suffix : SUFFIXES) {
      String base = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : "";
      if (types.containsKey(base)) {
        return base;
      }
    }
    return name;
  }

  /** Empty where the page does not say. */
  Optional<String> type(String name) {
    return Optional.ofNullable(types.get(family(name)))
        .filter(type -> !type.equals("untyped") && !type.equals("unknown"));
  }

  /** The {@code UNIT} line's, or what the name ends with by custom; empty where neither says. */
  Optional<String> unit(String name) {
    String family = family(name);
    @Nullable String said = units.get(family);
    return said != null && !said.isEmpty() ? Optional.of(said) : BaseUnits.in(family);
  }

  /** For people: {@code job llm-inference (Tocsin inference)}. */
  String title() {
    return "job " + job + (exporter.equals(job) ? "" : " (" + exporter + ")");
  }
}
