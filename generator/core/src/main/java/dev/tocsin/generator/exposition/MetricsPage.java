package dev.tocsin.generator.exposition;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an exporter says on {@code /metrics}, in the <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a> or in <a
 * href="https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md">OpenMetrics</a>.
 */
public final class MetricsPage {
  private static final List<String> SUFFIXES =
      List.of("_bucket", "_sum", "_count", "_total", "_created", "_info");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, String> units = new LinkedHashMap<>();
  private final Map<String, String> helps = new LinkedHashMap<>();
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
  private final List<Unreadable> unreadable = new ArrayList<>();

  /**
   * One series and its value.
   *
   * @param name as the page writes it, {@code _total} or {@code _bucket} with it
   * @param labels by name, in the page's order
   * @param value what it is now; timestamps and exemplars are not read
   */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /**
   * A line that could not be read.
   *
   * @param line its number, from 1
   * @param message what is wrong with it
   */
  public record Unreadable(int line, String message) {}

  private MetricsPage() {}

  /** Reads a page; lines that are none of the format's are {@link #unreadable}. */
  public static MetricsPage parse(String text) {
    MetricsPage page = new MetricsPage();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      try {
        if (line.startsWith("#")) {
          page.comment(line);
        } else if (!line.isEmpty()) {
          Sample sample = new SampleReader(line).sample();
          page.samples.computeIfAbsent(sample.name(), name -> new ArrayList<>()).add(sample);
        }
      } catch (IllegalArgumentException e) {
        page.unreadable.add(new Unreadable(number, String.valueOf(e.getMessage())));
      }
    }
    return page;
  }

  private void comment(String line) {
    String[] words = line.split("[ \t]+", 4);
    if (words.length < 4) {
      return;
    }
    String name = unquoted(words[2]);
    switch (words[1]) {
      case "TYPE" -> types.put(name, words[3]);
      case "UNIT" -> units.put(name, words[3]);
      case "HELP" -> helps.put(name, words[3].replace("\\n", " ").replace("\\\\", "\\"));
      default -> {
        // A comment of nobody's format.
      }
    }
  }

  private static String unquoted(String name) {
    return name.length() > 1 && name.startsWith("\"") ? name.substring(1, name.length() - 1) : name;
  }

  /** A number as the format writes it: {@code 1e3}, {@code +Inf}, {@code NaN}. */
  public static double number(String text) {
    return SampleReader.number(text);
  }

  /** Whether there is a series of this name. */
  public boolean has(String name) {
    return samples.containsKey(name);
  }

  /** All series of this name. */
  public List<Sample> series(String name) {
    return Collections.unmodifiableList(samples.getOrDefault(name, List.of()));
  }

  /** All series of all names. */
  public List<Sample> series() {
    return samples.values().stream().flatMap(List::stream).toList();
  }

  /** The names of all its series, and of its histograms, sorted. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(samples.keySet());
    names.addAll(types.keySet());
    return names;
  }

  /** The labels that any series of this name carries, sorted. */
  public Set<String> labels(String name) {
    return series(name).stream()
        .flatMap(sample -> sample.labels().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The name under which the page tells type and unit of a series; OpenMetrics cuts suffixes. */
  public String family(String name) {
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

  /** A series' type, such as {@code counter}; empty where the page does not say. */
  public Optional<String> type(String name) {
    return Optional.ofNullable(types.get(family(name)))
        .filter(type -> !type.equals("untyped") && !type.equals("unknown"));
  }

  /** The unit in its {@code UNIT} line; empty where there is none. */
  public Optional<String> unit(String name) {
    return Optional.ofNullable(units.get(family(name))).filter(unit -> !unit.isEmpty());
  }

  /** What its {@code HELP} line says, on one line; empty where there is none. */
  public Optional<String> help(String name) {
    return Optional.ofNullable(helps.get(family(name))).filter(help -> !help.isEmpty());
  }

  /** The lines that could not be read, in their order. */
  public List<Unreadable> unreadable() {
    return Collections.unmodifiableList(unreadable);
  }
}
