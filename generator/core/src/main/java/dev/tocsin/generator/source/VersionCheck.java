package dev.tocsin.generator.source;

import dev.tocsin.dsl.schema.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a file that a target's version does not know yet. */
public final class VersionCheck {
  private final String check;
  private final String tool;
  private final Version target;
  private final SourceProblems findings;
  private final Set<Section> seen = new HashSet<>();

  private VersionCheck(String check, String tool, Version target, SourceProblems findings) {
    this.check = check;
    this.tool = tool;
    this.target = target;
    this.findings = findings;
  }

  /** Reports, as errors of the check of this id, the fields that came with a later version. */
  public static void check(
      Section root, String check, String tool, Version target, SourceProblems findings) {
    new VersionCheck(check, tool, target, findings).below(root);
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
              check,
              entry.key(),
              "\""
                  + entry.field().name()
                  + "\" requires "
                  + tool
                  + " "
                  + since
                  + " or newer (target is "
                  + target
                  + ")",
              "remove it, or raise the target");
        } else {
          below(entry.value());
        }
      }
    }
  }
}
