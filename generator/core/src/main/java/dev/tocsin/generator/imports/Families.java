package dev.tocsin.generator.imports;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.exposition.MetricsPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a service exports, as its page of metrics tells it: each metric with all its labels. */
record Families(List<Family> all, List<Problem> problems) {
  private static final String CHECK = "import/metrics";
  private static final int MOST_PROBLEMS = 20;

  /** Labels that Prometheus or the histogram's format gives, and no exporter chooses. */
  private static final Set<String> FORMAT = Set.of("le", "quantile", "job", "instance");

  /**
   * A metric with all its samples' labels.
   *
   * @param name of a histogram, without {@code _bucket} and its siblings
   * @param type what the page says: counter, gauge, histogram, summary, untyped, …
   * @param help what it says of the metric; may be empty
   * @param unit may be empty
   * @param labels the labels that the exporter gives it, sorted
   * @param samples the names of its samples, sorted
   */
  record Family(
      String name,
      String type,
      String help,
      String unit,
      List<String> labels,
      List<String> samples) {}

  /** No metrics. */
  static Families none() {
    return new Families(List.of(), List.of());
  }

  /** Reads a page; lines that are none of the format's give problems. */
  static Families of(String name, byte[] bytes) {
    MetricsPage page = MetricsPage.parse(new String(bytes, StandardCharsets.UTF_8));
    List<Problem> problems = new ArrayList<>();
    for (MetricsPage.Unreadable line : page.unreadable()) {
      if (problems.size() < MOST_PROBLEMS) {
        problems.add(
            problem(
                Place.line(name, line.line()),
                "invalid line in a page of metrics: " + line.message()));
      }
    }
    List<Family> all = families(page);
    if (all.isEmpty() && problems.isEmpty()) {
      problems.add(problem(Place.file(name), "the page has no metrics"));
    }
    return new Families(all, List.copyOf(problems));
  }

  private static Problem problem(Place place, String message) {
    return Problem.error(CHECK, place, message)
        .help("name a file with what curl http://SERVICE/metrics prints, or that address");
  }

  private static List<Family> families(MetricsPage page) {
    Map<String, Set<String>> samples = new TreeMap<>();
    for (String name : page.names()) {
      Set<String> some = samples.computeIfAbsent(page.family(name), key -> new TreeSet<>());
      if (page.has(name)) {
        some.add(name);
      }
    }
    List<Family> all = new ArrayList<>();
    samples.forEach((name, some) -> all.add(family(page, name, some)));
    return List.copyOf(all);
  }

  private static Family family(MetricsPage page, String name, Collection<String> samples) {
    Set<String> labels = new TreeSet<>();
    samples.forEach(sample -> labels.addAll(page.labels(sample)));
    labels.removeAll(FORMAT);
    return new Family(
        name,
        page.type(name).orElse("untyped"),
        page.help(name).orElse(""),
        page.unit(name).orElse(""),
        List.copyOf(labels),
        List.copyOf(samples));
  }
}
