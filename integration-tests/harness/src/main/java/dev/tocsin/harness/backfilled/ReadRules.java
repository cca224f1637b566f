package dev.tocsin.harness.backfilled;

import dev.tocsin.dsl.internal.Sha256;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.harness.servers.PrometheusApi.RuleState;
import dev.tocsin.harness.servers.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a Prometheus has read the rule file that ships: that the file in its folder is that one,
 * byte for byte, and that the groups and rules which it has are the file's.
 *
 * @param file what ships
 * @param shipped its hash
 * @param found that of the file in Prometheus' folder
 * @param differences between the file and what Prometheus has, each in a line
 */
record ReadRules(RuleFile file, String shipped, String found, List<String> differences) {
  ReadRules {
    differences = List.copyOf(differences);
  }

  /** As it is after a run. */
  static ReadRules of(String ruleFile, RuleFile file, Stack stack) {
    try {
      return new ReadRules(
          file,
          Sha256.of(ruleFile),
          Sha256.of(stack.folder().resolve(GeneratedFiles.RULES)),
          differences(file, stack.prometheus().rules()));
    } catch (IOException e) {
      throw new UncheckedIOException("the rule file in " + stack.folder() + " cannot be read", e);
    }
  }

  boolean isTheShippedFile() {
    return shipped.equals(found);
  }

  /** Prometheus prints expressions in its own way, so they are compared as trees. */
  static List<String> differences(RuleFile file, List<RuleState> loaded) {
    List<String> differences = new ArrayList<>();
    int count = 0;
    for (SourceGroup group : file.groups()) {
      List<RuleState> of =
          loaded.stream().filter(rule -> rule.group().equals(group.title())).toList();
      count += of.size();
      if (of.size() != group.rules().size()) {
        differences.add(
            "group "
                + group.title()
                + " has "
                + group.rules().size()
                + " rules, and Prometheus has "
                + of.size()
                + " of them");
        continue;
      }
      for (int i = 0; i < of.size(); i++) {
        SourceRule rule = group.rules().get(i);
        if (!rule.name().equals(of.get(i).name()) || !same(rule.expression(), of.get(i).query())) {
          differences.add(
              "group "
                  + group.title()
                  + ": "
                  + rule.name()
                  + ": "
                  + rule.expression().strip()
                  + " is in Prometheus "
                  + of.get(i).name()
                  + ": "
                  + of.get(i).query());
        }
      }
    }
    if (count != loaded.size()) {
      differences.add(
          "Prometheus has " + loaded.size() + " rules, and " + count + " are of the file's groups");
    }
    return differences;
  }

  private static boolean same(String one, String other) {
    return one.strip().equals(other.strip())
        || PromqlCheck.check(one).expr().isPresent()
            && PromqlCheck.check(one).expr().equals(PromqlCheck.check(other).expr());
  }
}
