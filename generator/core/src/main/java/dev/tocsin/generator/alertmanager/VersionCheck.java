package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.source.SourceProblems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file uses that a target's version does not know yet. */
final class VersionCheck {
  private final String tool;
  private final Version target;
  private final SourceProblems findings;
  private final Set<Section> seen = new HashSet<>();

  private VersionCheck(String tool, Version target, SourceProblems findings) {
    this.tool = tool;
    this.target = target;
    this.findings = findings;
  }

  static void check(Section root, String tool, Version target, SourceProblems findings) {
    new VersionCheck(tool, target, findings).below(root);
  }

  private void below(@Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(this::below);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::below);
    } else if (value instanceof Section section && seen.add(section)) {
      for (Section.Entry entry : section.entries()) {
        Version since = entry.field().since().orElse(target);
        if (since.compareTo(target) > 0 && entry.key() != entry.node()) {
          findings.error(
              "config/version",
              entry.key(),
              "\""
                  + entry.field().name()
                  + "\" came with "
                  + tool
                  + " "
                  + since
                  + ", and the target"
                  + " is "
                  + target,
              "remove it, or raise the target");
        } else {
          below(entry.value());
        }
      }
    }
  }
}
