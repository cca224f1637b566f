package dev.tocsin.dsl.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of the configuration.
 *
 * @param name its name in the table, such as {@code slack_config}
 * @param fields its fields by name, in the order in which they are written
 * @param groups how many of some fields may have a value
 * @param shorthand the field that a mere text in its place means; empty when none may stand there
 */
public record StructSpec(
    String name, Map<String, FieldSpec> fields, List<Group> groups, Optional<String> shorthand) {
  /**
   * Fields that depend on each other.
   *
   * @param fields their names
   * @param atLeastOne whether one must have a value
   * @param atMostOne whether no two may
   */
  public record Group(List<String> fields, boolean atLeastOne, boolean atMostOne) {
    public Group {
      fields = List.copyOf(fields);
    }
  }

  /** The field of this name. */
  public Optional<FieldSpec> field(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  /** The fields that its factory asks for, in the order of the table. */
  public List<FieldSpec> asked() {
    return fields.values().stream()
        .filter(field -> field.required() || field.argument() || isFirstOfAChoice(field.name()))
        .toList();
  }

  /** Whether exactly one of some fields must have a value, and this is the first of them. */
  private boolean isFirstOfAChoice(String field) {
    return groups.stream()
        .anyMatch(
            group ->
                group.atLeastOne() && group.atMostOne() && group.fields().get(0).equals(field));
  }
}
