package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The reference page of a table of fields, in Markdown. */
public final class ReferencePage {
  private ReferencePage() {}

  /** All structs with their fields, in the table's order. */
  public static String write(String title, Schema schema) {
    StringBuilder out = new StringBuilder("# " + title + "\n\n");
    out.append(
        """
        Every field, written from the table that the reader, the formatter and the Java classes come
        from. A field without a version is older than all versions that we care for. Secrets are
        written in Java as `Secret`s, which become the field with `_file` behind its name.
        """);
    for (StructSpec struct : schema.structs()) {
      out.append("\n## ").append(struct.name()).append("\n\n");
      out.append("| field | type | since | notes |\n|---|---|---|---|\n");
      for (FieldSpec field : struct.fields().values()) {
        out.append("| `").append(field.name()).append("` | ").append(type(field.type()));
        out.append(" | ").append(field.since().map(Object::toString).orElse(""));
        out.append(" | ").append(String.join("; ", notes(field))).append(" |\n");
      }
      for (StructSpec.Group group : struct.groups()) {
        String how =
            group.atLeastOne() && group.atMostOne()
                ? "Exactly one"
                : group.atLeastOne() ? "At least one" : "At most one";
        out.append("\n").append(how).append(" of `");
        out.append(String.join("`, `", group.fields())).append("`.\n");
      }
    }
    return out.toString();
  }

  private static List<String> notes(FieldSpec field) {
    List<String> notes = new ArrayList<>();
    if (field.required()) {
      notes.add("required");
    }
    field.deprecated().ifPresent(instead -> notes.add("old spelling: use `" + instead + "`"));
    field.defaultValue().ifPresent(value -> notes.add("default: `" + value + "`"));
    return notes;
  }

  private static String type(FieldType type) {
    if (type instanceof FieldType.Choice choice) {
      return "one of " + String.join(", ", choice.words());
    }
    if (type instanceof FieldType.ListOf list) {
      return "list of " + type(list.element());
    }
    if (type instanceof FieldType.MapOf map) {
      return "map to " + type(map.value());
    }
    if (type instanceof FieldType.StructOf struct) {
      return "[" + struct.name() + "](#" + struct.name() + ")";
    }
    return ((FieldType.Scalar) type).kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
