package dev.tocsin.generator.fmt;

import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes maps, lists, texts, booleans and numbers as YAML in the canonical form, so that {@link
 * Formatter} has nothing to change.
 */
public final class CanonicalYaml {
  private static final FieldType ANY = new FieldType.Scalar(FieldType.Kind.ANY);

  private final Optional<Schema> schema;

  private CanonicalYaml(Optional<Schema> schema) {
    this.schema = schema;
  }

  /** An element of a list with a comment above it. */
  public record Commented(String comment, Object value) {}

  /**
   * A file with its fields in their order.
   *
   * @param head comment lines for the head of the file, without {@code #}
   * @throws IllegalArgumentException for a value that YAML does not have
   */
  public static String of(List<String> head, Map<String, ?> document) {
    return new CanonicalYaml(Optional.empty()).write(head, document, ANY);
  }

  /**
   * A file with its fields in the order of the table.
   *
   * @param head comment lines for the head of the file, without {@code #}
   * @throws IllegalArgumentException for a value that YAML does not have
   */
  public static String of(List<String> head, Map<String, ?> document, Schema schema) {
    return new CanonicalYaml(Optional.of(schema))
        .write(head, document, new FieldType.StructOf(schema.root().name()));
  }

  private String write(List<String> head, Map<String, ?> document, FieldType type) {
    StringBuilder text = new StringBuilder();
    head.forEach(line -> text.append(comment(line)).append('\n'));
    YamlOutput.Fields fields = new YamlOutput.Fields(fields(document, type));
    return text.append(Emitter.write(Optional.of(fields), List.of())).toString();
  }

  private static String comment(String line) {
    return ("# " + line).stripTrailing();
  }

  private List<YamlOutput.Field> fields(Map<?, ?> map, FieldType type) {
    List<YamlOutput.Field> fields = new ArrayList<>();
    if (schema.isPresent() && type instanceof FieldType.StructOf named) {
      StructSpec struct = schema.get().struct(named.name());
      for (FieldSpec field : struct.fields().values()) {
        if (map.containsKey(field.name())) {
          Object value = Objects.requireNonNull(map.get(field.name()));
          boolean mayFold = Canonical.mayFold(struct, field);
          fields.add(field(field.name(), value(value, field.type(), mayFold)));
        }
      }
      map.forEach(
          (name, value) -> {
            if (struct.field(String.valueOf(name)).isEmpty()) {
              fields.add(field(name, value(value, ANY, false)));
            }
          });
    } else {
      FieldType element = type instanceof FieldType.MapOf of ? of.value() : type;
      map.forEach((name, value) -> fields.add(field(name, value(value, element, false))));
    }
    return fields;
  }

  private static YamlOutput.Field field(Object name, YamlOutput value) {
    return new YamlOutput.Field(YamlOutput.Notes.NONE, Texts.inline(String.valueOf(name)), value);
  }

  private YamlOutput value(Object value, FieldType type, boolean mayFold) {
    if (value instanceof Map<?, ?> map) {
      return new YamlOutput.Fields(fields(map, type));
    }
    if (value instanceof List<?> list) {
      FieldType element = type instanceof FieldType.ListOf of ? of.element() : type;
      return new YamlOutput.Items(
          list.stream().map(item -> item(item, element)).toList(), Canonical.mayFlow(element));
    }
    if (value instanceof String text) {
      return Texts.text(text, mayFold);
    }
    if (value instanceof Boolean || value instanceof Number) {
      return new YamlOutput.Plain(value.toString());
    }
    throw new IllegalArgumentException("no YAML for a " + value.getClass().getName());
  }

  private YamlOutput.Item item(Object item, FieldType type) {
    return item instanceof Commented commented
        ? new YamlOutput.Item(
            new YamlOutput.Notes(
                commented.comment().lines().map(CanonicalYaml::comment).toList(), Optional.empty()),
            value(commented.value(), type, false))
        : new YamlOutput.Item(YamlOutput.Notes.NONE, value(item, type, false));
  }
}
