package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a shipped value may be in a report, a log or a message: of a secret by the table of
 * fields nothing, of an address neither who logs in nor what it asks for.
 */
final class Shown {
  /** In place of a secret. */
  static final String HIDDEN = "(a secret in the file)";

  private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/?#@]*@");
  private static final Pattern QUESTION = Pattern.compile("[?#].*", Pattern.DOTALL);

  private Shown() {}

  /**
   * @param struct the part of the configuration that has the field, in the table
   */
  static String of(String struct, String field, Object value) {
    Optional<FieldType> type =
        Schema.alertmanager().struct(struct).field(field).map(FieldSpec::type);
    if (type.filter(FieldType::isSecret).isPresent()) {
      return HIDDEN;
    }
    String text = String.valueOf(value);
    return text.contains("://")
        ? QUESTION.matcher(LOGIN.matcher(text).replaceFirst("…@")).replaceFirst("?…")
        : text;
  }
}
