package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.alertmanager.Fields;
import java.util.Map;

/** Changes of the fields of an integration. */
final class FieldEdits {
  private FieldEdits() {}

  /** A field's text; empty where it has none. */
  static String text(Fields fields, String name) {
    return fields.asMap().get(name) instanceof String text ? text : "";
  }

  /** The fields without one of them. */
  static Fields without(Fields before, String name) {
    Fields all = Fields.NONE;
    for (Map.Entry<String, Object> field : before.asMap().entrySet()) {
      if (!field.getKey().equals(name)) {
        all = all.with(field.getKey(), field.getValue());
      }
    }
    return all;
  }

  /** The same fields in the order in which they are shipped, new ones behind. */
  static Fields inOrder(Fields shipped, Fields rehearsed) {
    Fields all = Fields.NONE;
    for (String name : shipped.asMap().keySet()) {
      Object value = rehearsed.asMap().get(name);
      all = value == null ? all : all.with(name, value);
    }
    for (Map.Entry<String, Object> field : rehearsed.asMap().entrySet()) {
      all = all.with(field.getKey(), field.getValue());
    }
    return all;
  }
}
