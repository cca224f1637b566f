package dev.tocsin.generator.rules;

import dev.tocsin.generator.rules.SourceRule.Field;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A group of rules as it is in a file.
 *
 * @param name the group's name, or null where there is none
 * @param interval in nanoseconds, 0 for the server's own
 * @param queryOffset in nanoseconds, empty for the server's own
 * @param limit 0 for none
 */
public record SourceGroup(
    YamlNode node,
    @Nullable Field name,
    long interval,
    OptionalLong queryOffset,
    long limit,
    Map<String, Field> labels,
    List<SourceRule> rules) {

  /** The group's name, empty when there is none. */
  public String title() {
    return name == null ? "" : name.text();
  }
}
