package dev.tocsin.generator.rules;

import dev.tocsin.generator.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is in a file.
 *
 * @param node the rule itself
 * @param record the metric that a recording rule makes, or null
 * @param alert the alert's name, or null
 * @param expr the expression, or null where there is none
 * @param pending {@code for}, in nanoseconds
 * @param keepFiring {@code keep_firing_for}, in nanoseconds
 */
public record SourceRule(
    YamlNode node,
    @Nullable Field record,
    @Nullable Field alert,
    @Nullable Field expr,
    long pending,
    long keepFiring,
    Map<String, Field> labels,
    Map<String, Field> annotations) {

  /**
   * A text and the node that it was written as.
   *
   * @param key the key before it, where a message about the name points to
   */
  public record Field(String text, YamlNode key, YamlNode node) {}

  /** Whether the file gives an alert's name that is not empty. */
  public boolean isAlert() {
    return !text(alert).isEmpty();
  }

  /** Whether the file gives a recording rule's name that is not empty. */
  public boolean isRecording() {
    return !text(record).isEmpty();
  }

  /** The alert's name, or the recorded metric's; empty when there is neither. */
  public String name() {
    return isAlert() ? text(alert) : text(record);
  }

  /** The expression's text, empty when there is none. */
  public String expression() {
    return text(expr);
  }

  /** What the file says of the rule's name. */
  public Optional<Field> nameField() {
    return Optional.ofNullable(isAlert() ? alert : record);
  }

  private static String text(@Nullable Field field) {
    return field == null ? "" : field.text();
  }
}
