package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.write.AlertmanagerWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code config/…}: Alertmanager would take the configuration and can run its templates, and the
 * target's version knows all of it. Typed factories leave little to find; this reads what would be
 * written, for fields that are set by name and for what depends on other fields, and says the Java
 * line.
 */
final class ConfigCheck implements Check {
  /** What checks of the model say better. */
  private static final Set<String> SAID_ELSEWHERE = Set.of("config/duplicate", "config/route");

  private final Optional<Version> target;

  /**
   * @param target the Alertmanager that reads the file; empty for the newest
   */
  ConfigCheck(Optional<Version> target) {
    this.target = target;
  }

  /**
   * Where a part of the file was defined.
   *
   * @param name how messages call it
   */
  private record Part(Origin origin, String name) {}

  @Override
  public List<Problem> problems(MonitoringModel model) {
    return model.alertmanager().map(this::problems).orElse(List.of());
  }

  private List<Problem> problems(AlertmanagerConfig config) {
    String text = AlertmanagerWriter.write(config, List.of());
    AlertmanagerFile file =
        AlertmanagerFile.read("alertmanager.yml", text.getBytes(StandardCharsets.UTF_8));
    List<Problem> found = new ArrayList<>(file.problems());
    found.removeIf(problem -> !problem.isError() || SAID_ELSEWHERE.contains(problem.check()));
    file.warnings().stream()
        .filter(problem -> problem.check().equals("config/template"))
        .forEach(found::add);
    target.ifPresent(version -> found.addAll(file.unknownTo(version)));
    if (found.isEmpty()) {
      return List.of();
    }
    NavigableMap<Integer, Part> parts = parts(config, file);
    return found.stream().map(problem -> inJava(problem, parts)).toList();
  }

  private static Problem inJava(Problem problem, NavigableMap<Integer, Part> parts) {
    Map.Entry<Integer, Part> found = parts.floorEntry(problem.place().line());
    Part part = (found == null ? parts.firstEntry() : found).getValue();
    return problem.about(part.name()).at(Place.of(part.origin()));
  }

  /** What each line of the file begins; what has no line of its own in Java is the root route's. */
  private static NavigableMap<Integer, Part> parts(
      AlertmanagerConfig config, AlertmanagerFile file) {
    NavigableMap<Integer, Part> parts = new TreeMap<>();
    Section root = file.root();
    for (Section.Entry entry : root.entries()) {
      String name = entry.field().name();
      parts.put(
          entry.key().line(),
          new Part(config.root().origin(), name.equals("global") ? "global: " : ""));
    }
    Iterator<Route> routes = config.root().all().iterator();
    root.section("route").ifPresent(route -> routes(route, routes, parts));
    each(
        root,
        "inhibit_rules",
        config.inhibitRules().iterator(),
        parts,
        i -> new Part(i.origin(), ""));
    each(
        root,
        "time_intervals",
        config.timeIntervals().iterator(),
        parts,
        i -> new Part(i.origin(), "time interval \"" + i.name() + "\": "));
    each(
        root,
        "receivers",
        config.receivers().iterator(),
        parts,
        r -> new Part(r.origin(), "receiver \"" + r.name() + "\": "));
    return parts;
  }

  private static <T> void each(
      Section root,
      String list,
      Iterator<T> defined,
      Map<Integer, Part> parts,
      Function<T, Part> part) {
    for (Section section : root.sections(list)) {
      parts.put(section.node().line(), part.apply(defined.next()));
    }
  }

  /** Parents before children, as {@link Route#all} has them. */
  private static void routes(Section route, Iterator<Route> defined, Map<Integer, Part> parts) {
    parts.put(route.node().line(), new Part(defined.next().origin(), ""));
    route.sections("routes").forEach(child -> routes(child, defined, parts));
  }
}
