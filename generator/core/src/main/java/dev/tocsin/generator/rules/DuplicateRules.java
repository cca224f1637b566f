package dev.tocsin.generator.rules;

import dev.tocsin.generator.rules.SourceRule.Field;
import dev.tocsin.generator.source.SourceProblems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rules of the same name and labels, which write the same series: <a
 * href="https://prometheus.io/docs/prometheus/latest/command-line/promtool/#promtool-check-rules">
 * promtool's lint {@code duplicate-rules}</a>, which it says and does not fail for by default.
 */
final class DuplicateRules {
  private DuplicateRules() {}

  private record Key(String name, Map<String, String> labels) {}

  static void check(List<SourceGroup> groups, SourceProblems report) {
    Map<Key, SourceRule> seen = new HashMap<>();
    for (SourceGroup group : groups) {
      for (SourceRule rule : group.rules()) {
        SourceRule first = seen.putIfAbsent(key(group, rule), rule);
        if (first != null) {
          report.warning(
              "rules/duplicate",
              rule.nameField().map(Field::node).orElse(rule.node()),
              "duplicate rule "
                  + rule.name()
                  + " with the same labels: first defined in line "
                  + first.node().line(),
              "give them different labels, or remove one");
        }
      }
    }
  }

  private static Key key(SourceGroup group, SourceRule rule) {
    Map<String, String> labels = new TreeMap<>();
    group.labels().forEach((name, field) -> labels.put(name, field.text()));
    rule.labels().forEach((name, field) -> labels.put(name, field.text()));
    return new Key(rule.name(), labels);
  }
}
