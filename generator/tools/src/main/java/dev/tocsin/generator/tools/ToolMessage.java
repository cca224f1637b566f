package dev.tocsin.generator.tools;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One complaint of promtool or amtool.
 *
 * @param file the file that the tool names, in its spelling; empty if it names none
 * @param line the line in that file, from 1; empty if the tool does not give one
 * @param column the column in that line, from 1; empty if the tool does not give one
 * @param rule which rule it is about; empty if the tool does not say
 * @param text what is wrong, in the tool's words, without the parts above
 */
public record ToolMessage(
    Optional<String> file,
    OptionalInt line,
    OptionalInt column,
    Optional<RuleReference> rule,
    String text) {

  /**
   * A rule as promtool names it.
   *
   * @param group the name of its group
   * @param position its position in the group, from 1
   * @param name the alert's or the recorded metric's name
   */
  public record RuleReference(String group, int position, String name) {}

  /** A complaint about a file as a whole. */
  public static ToolMessage about(String file, String text) {
    return new ToolMessage(
        Optional.of(file), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), text);
  }

  /** For people: {@code production-alerts.yml:12:9: group "llm", rule 3, "HighTTFT": …}. */
  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder();
    file.ifPresent(shown::append);
    line.ifPresent(number -> shown.append(':').append(number));
    column.ifPresent(number -> shown.append(':').append(number));
    if (file.isPresent()) {
      shown.append(": ");
    }
    rule.ifPresent(
        named ->
            shown
                .append("group \"")
                .append(named.group())
                .append("\", rule ")
                .append(named.position())
                .append(", \"")
                .append(named.name())
                .append("\": "));
    return shown.append(text).toString();
  }
}
