package dev.tocsin.generator.fmt;

import java.util.List;
import java.util.Optional;

/** A value as it will be written. */
sealed interface YamlOutput {
  /** A text that is written as it is, such as a number, {@code true} or a quoted text. */
  record Plain(String text) implements YamlOutput {}

  /** A text over several lines, or a long one, as a block. */
  record Block(String header, List<String> lines) implements YamlOutput {}

  /** A list. */
  record Items(List<Item> items, boolean mayFlow) implements YamlOutput {}

  /** A map. */
  record Fields(List<Field> fields) implements YamlOutput {}

  /**
   * Comments that belong to a value.
   *
   * @param above whole lines, {@code ""} for an empty line
   * @param behind at the end of its first line
   */
  record Notes(List<String> above, Optional<String> behind) {
    static final Notes NONE = new Notes(List.of(), Optional.empty());

    boolean hasComments() {
      return behind.isPresent() || above.stream().anyMatch(line -> !line.isEmpty());
    }
  }

  /** An element of a list. */
  record Item(Notes notes, YamlOutput value) {}

  /** An entry of a map; the key as it is written. */
  record Field(Notes notes, String key, YamlOutput value) {}
}
