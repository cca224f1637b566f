package dev.tocsin.generator.imports;

import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a rule file says, without how it says it: durations in milliseconds, absent what is the
 * default, texts as Prometheus reads them, expressions as {@link SameMeaning} has them.
 */
final class RuleTree {
  private RuleTree() {}

  static List<Object> of(String yaml) {
    return of(yaml.getBytes(StandardCharsets.UTF_8));
  }

  static List<Object> of(byte[] yaml) {
    return of(RuleFile.of("rules", yaml).groups());
  }

  static List<Object> of(List<SourceGroup> source) {
    List<Object> groups = new ArrayList<>();
    for (SourceGroup group : source) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", group.title());
      fields.put("interval", group.interval() / 1_000_000);
      fields.put("query_offset", group.queryOffset().orElse(-1));
      fields.put("limit", group.limit());
      fields.put("labels", texts(group.labels()));
      fields.put("rules", group.rules().stream().map(RuleTree::rule).toList());
      groups.add(fields);
    }
    return groups;
  }

  private static Map<String, Object> rule(SourceRule rule) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(rule.isAlert() ? "alert" : "record", rule.name());
    fields.put(
        "expr",
        SameMeaning.plain(PromqlCheck.check(rule.expression()).expr().orElseThrow()).text());
    fields.put("for", rule.pending() / 1_000_000);
    fields.put("keep_firing_for", rule.keepFiring() / 1_000_000);
    fields.put("labels", texts(rule.labels()));
    fields.put("annotations", texts(rule.annotations()));
    return fields;
  }

  private static Map<String, String> texts(Map<String, SourceRule.Field> fields) {
    Map<String, String> texts = new TreeMap<>();
    fields.forEach((name, field) -> texts.put(name, field.text()));
    return texts;
  }
}
