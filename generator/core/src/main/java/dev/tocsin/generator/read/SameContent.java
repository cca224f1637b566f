package dev.tocsin.generator.read;

import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether two files say the same, however they are written: what a model was read from, and what is
 * written of it again. It looks at what the readers of files found, not at models, so that a model
 * which loses something cannot hide that it does.
 */
public final class SameContent {
  private SameContent() {}

  /**
   * Where two Alertmanager configurations say something else.
   *
   * @return one line for each place, with what both say; secrets are not shown
   * @throws IllegalStateException when one of them could not be read as a configuration
   */
  public static List<String> differences(AlertmanagerFile one, AlertmanagerFile other) {
    return compared(NormalizedConfig.config(one.root()), NormalizedConfig.config(other.root()));
  }

  /**
   * Where a rule file says something else than several others do one after the other.
   *
   * @return one line for each place, with what both say
   */
  public static List<String> differences(List<RuleFile> ones, RuleFile other) {
    List<Object> groups = new ArrayList<>();
    ones.forEach(file -> file.groups().forEach(group -> groups.add(group(group))));
    return compared(groups, other.groups().stream().map(SameContent::group).toList());
  }

  private static Map<String, Object> group(SourceGroup group) {
    Map<String, Object> all = new TreeMap<>();
    all.put("name", group.title());
    all.put("interval", group.interval());
    all.put("query_offset", group.queryOffset().toString());
    all.put("limit", group.limit());
    all.put("labels", texts(group.labels()));
    all.put("rules", group.rules().stream().map(SameContent::rule).toList());
    return all;
  }

  private static Map<String, Object> rule(SourceRule rule) {
    Map<String, Object> all = new TreeMap<>();
    all.put(rule.isAlert() ? "alert" : "record", rule.name());
    all.put("expr", PromqlCheck.check(rule.expression()).expr().orElseThrow());
    all.put("for", rule.pending());
    all.put("keep_firing_for", rule.keepFiring());
    all.put("labels", texts(rule.labels()));
    all.put("annotations", texts(rule.annotations()));
    return all;
  }

  private static Map<String, Object> texts(Map<String, SourceRule.Field> fields) {
    Map<String, Object> all = new TreeMap<>();
    fields.forEach((name, field) -> all.put(name, field.text()));
    return all;
  }

  /** What is to be compared as a whole, and shown only by its name. */
  record Hidden(Object value) {
    @Override
    public String toString() {
      return "a secret";
    }
  }

  private static List<String> compared(Object one, Object other) {
    List<String> found = new ArrayList<>();
    compare("", one, other, found);
    return found;
  }

  private static void compare(String path, Object one, Object other, List<String> found) {
    if (one instanceof Map<?, ?> ones && other instanceof Map<?, ?> others) {
      TreeSet<String> names = new TreeSet<>();
      ones.keySet().forEach(name -> names.add(String.valueOf(name)));
      others.keySet().forEach(name -> names.add(String.valueOf(name)));
      for (String name : names) {
        compare(
            path.isEmpty() ? name : path + "." + name,
            Objects.requireNonNullElse(ones.get(name), "(nothing)"),
            Objects.requireNonNullElse(others.get(name), "(nothing)"),
            found);
      }
    } else if (one instanceof List<?> ones
        && other instanceof List<?> others
        && ones.size() == others.size()) {
      for (int i = 0; i < ones.size(); i++) {
        compare(path + "[" + i + "]", ones.get(i), others.get(i), found);
      }
    } else if (!one.equals(other)) {
      found.add(path + ": " + one + " -> " + other);
    }
  }
}
