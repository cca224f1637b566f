package dev.tocsin.generator.imports;

import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service exports, read from a page of its metrics: the <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a> or
 * OpenMetrics.
 */
final class MetricsPage {
  private static final String CHECK = "import/metrics";
  private static final Pattern META =
      Pattern.compile("#\\s+(HELP|TYPE|UNIT)\\s+(\\S+)(?:\\s+(.*))?");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(.*)");
  private static final Pattern VALUE =
      Pattern.compile(
          "\\s*([-+]?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|0[xX]\\S+|(?i:inf|infinity|nan)))(\\s.*)?");

  /** Labels that Prometheus or the histogram's format gives, and no exporter chooses. */
  private static final Set<String> FORMAT = Set.of("le", "quantile", "job", "instance");

  private final Map<String, Family> families = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** A metric with all its samples' labels. */
  static final class Family {
    private final String name;
    private String type = "untyped";
    private String help = "";
    private String unit = "";
    private final Set<String> labels = new TreeSet<>();
    private final Set<String> samples = new TreeSet<>();

    private Family(String name) {
      this.name = name;
    }

    /** The name; of a histogram, without {@code _bucket} and its siblings. */
    String name() {
      return name;
    }

    /** What the page says: counter, gauge, histogram, summary, untyped, … */
    String type() {
      return type;
    }

    String help() {
      return help;
    }

    String unit() {
      return unit;
    }

    /** The labels that the exporter gives it, sorted. */
    List<String> labels() {
      return List.copyOf(labels);
    }

    /** The names of its samples, sorted. */
    List<String> samples() {
      return List.copyOf(samples);
    }
  }

  private MetricsPage() {}

  /** No metrics. */
  static MetricsPage none() {
    return new MetricsPage();
  }

  /** Reads a page; lines that are none of the format's give problems. */
  static MetricsPage of(String name, byte[] bytes) {
    MetricsPage page = new MetricsPage();
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < lines.length && page.problems.size() < 20; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !page.read(line)) {
        page.problems.add(
            Problem.error(
                    CHECK,
                    Place.line(name, i + 1),
                    "this is no line of a page of metrics: " + shortened(line))
                .help("name a file with what curl http://SERVICE/metrics prints, or that address"));
      }
    }
    if (page.families.isEmpty() && page.problems.isEmpty()) {
      page.problems.add(
          Problem.error(CHECK, Place.file(name), "there is no metric on this page")
              .help("name a file with what curl http://SERVICE/metrics prints, or that address"));
    }
    return page;
  }

  private static String shortened(String line) {
    return line.length() > 60 ? line.substring(0, 60) + "…" : line;
  }

  private boolean read(String line) {
    if (line.startsWith("#")) {
      Matcher meta = META.matcher(line);
      if (meta.matches()) {
        String value = meta.group(3) == null ? "" : meta.group(3).strip();
        Family family = families.computeIfAbsent(meta.group(2), Family::new);
        switch (meta.group(1)) {
          case "TYPE" -> family.type = value;
          case "UNIT" -> family.unit = value;
          default -> family.help = value.replace("\\n", " ").replace("\\\\", "\\");
        }
      }
      return true;
    }
    return sample(line);
  }

  private boolean sample(String line) {
    String name;
    String rest;
    Set<String> labels = new TreeSet<>();
    Matcher plain = SAMPLE.matcher(line);
    if (plain.matches()) {
      name = plain.group(1);
      rest = plain.group(2);
    } else if (line.startsWith("{\"")) {
      int end = line.indexOf('"', 2);
      if (end < 0) {
        return false;
      }
      name = line.substring(2, end);
      rest = "{" + line.substring(end + 1).replaceFirst("^\\s*,", "");
    } else {
      return false;
    }
    if (rest.startsWith("{")) {
      int end = labels(rest, labels);
      if (end < 0) {
        return false;
      }
      rest = rest.substring(end);
    }
    if (!VALUE.matcher(rest).matches()) {
      return false;
    }
    Family family = family(name);
    family.samples.add(name);
    labels.removeAll(FORMAT);
    family.labels.addAll(labels);
    return true;
  }

  /** The labels' names behind a brace; gives where they end, or -1. */
  private static int labels(String text, Set<String> labels) {
    int at = 1;
    while (at < text.length()) {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == ',')) {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '}') {
        return at + 1;
      }
      int equals = text.indexOf('=', at);
      int quote = equals < 0 ? -1 : text.indexOf('"', equals);
      if (quote < 0) {
        return -1;
      }
      labels.add(text.substring(at, equals).strip().replace("\"", ""));
      at = quote + 1;
      while (at < text.length() && text.charAt(at) != '"') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    }
    return -1;
  }

  private Family family(String sample) {
    for (String suffix : List.of("", "_total", "_bucket", "_sum", "_count", "_info", "_created")) {
      if (sample.endsWith(suffix)) {
        Family family = families.get(sample.substring(0, sample.length() - suffix.length()));
        if (family != null) {
          return family;
        }
      }
    }
    return families.computeIfAbsent(sample, Family::new);
  }

  /** All metrics, sorted by name. */
  Collection<Family> families() {
    return Collections.unmodifiableCollection(families.values());
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
