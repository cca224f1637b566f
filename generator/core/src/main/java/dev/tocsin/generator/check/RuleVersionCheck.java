package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.generator.write.RuleFileWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** {@code rules/version}: the target's Prometheus knows all that the rules use. */
final class RuleVersionCheck implements Check {
  private final Optional<Version> target;

  /**
   * @param target the Prometheus that reads the file; empty for the newest
   */
  RuleVersionCheck(Optional<Version> target) {
    this.target = target;
  }

  @Override
  public List<Problem> problems(MonitoringModel model) {
    if (target.isEmpty()) {
      return List.of();
    }
    byte[] text = RuleFileWriter.write(model, List.of()).getBytes(StandardCharsets.UTF_8);
    RuleFile file = RuleFile.of("production-alerts.yml", text);
    List<Problem> found = file.unknownTo(target.get());
    if (found.isEmpty()) {
      return List.of();
    }
    NavigableMap<Integer, Problem> parts = parts(model, file);
    return found.stream()
        .map(
            problem -> {
              Problem part = parts.floorEntry(problem.place().line()).getValue();
              return problem.about(part.message()).at(part.place());
            })
        .toList();
  }

  /** By the line that it begins on, where each part was defined and what messages call it. */
  private static NavigableMap<Integer, Problem> parts(MonitoringModel model, RuleFile file) {
    NavigableMap<Integer, Problem> parts = new TreeMap<>();
    for (int i = 0; i < file.groups().size(); i++) {
      SourceGroup source = file.groups().get(i);
      RuleGroup group = model.groups().get(i);
      put(parts, source.node().line(), Place.of(group.origin()), "rule group \"" + group.name());
      for (int j = 0; j < source.rules().size(); j++) {
        SourceRule rule = source.rules().get(j);
        Rule defined = group.rules().get(j);
        String kind = defined instanceof Alert ? "alert \"" : "rule \"";
        put(parts, rule.node().line(), Place.of(defined.origin()), kind + defined.name());
      }
    }
    return parts;
  }

  private static void put(Map<Integer, Problem> parts, int line, Place place, String name) {
    parts.put(line, Problem.error("rules/version", place, name + "\": "));
  }
}
