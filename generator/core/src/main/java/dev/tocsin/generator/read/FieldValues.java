package dev.tocsin.generator.read;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.generator.source.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the values of a file's section into those that {@link Fields} hold, by the table. */
final class FieldValues {
  private static final String FILE = "_file";

  private FieldValues() {}

  static Fields of(Section section) {
    return of(section, Set.of());
  }

  /**
   * @param except fields that are more than a value
   * @throws IllegalArgumentException for a null where Alertmanager would pass one on
   */
  static Fields of(Section section, Set<String> except) {
    Fields fields = Fields.NONE;
    for (Section.Entry entry : section.entries()) {
      FieldSpec field = entry.field();
      if (except.contains(field.name()) || isOverruled(section, field)) {
        continue;
      }
      Optional<Secret> secret = secret(section, entry);
      if (secret.isPresent()) {
        String name = field.name();
        fields = fields.with(name.substring(0, name.length() - FILE.length()), secret.get());
        continue;
      }
      Object value =
          entry.value() == null ? ofNull(field) : value(field.type(), entry.value(), field.name());
      if (value != null && !(value.equals("") && field.type().isSecret())) {
        fields = fields.with(field.name(), value);
      }
    }
    return fields;
  }

  /**
   * Whether a secret stands here that Alertmanager does not look at, because a file of it is named
   * as well: <a
   * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/notify/email/email.go#L412">mail's
   * password</a> may have both.
   */
  static boolean isOverruled(Section section, FieldSpec field) {
    return field.type().isSecret()
        && section
            .entry(field.fileName())
            .filter(file -> file.value() instanceof String path && !path.isEmpty())
            .isPresent();
  }

  /** The file of a secret; those on relative paths stay paths, for a secret knows no folder. */
  private static Optional<Secret> secret(Section section, Section.Entry entry) {
    String name = entry.field().name();
    if (!name.endsWith(FILE) || !(entry.value() instanceof String path) || !path.startsWith("/")) {
      return Optional.empty();
    }
    return section
        .spec()
        .field(name.substring(0, name.length() - FILE.length()))
        .filter(base -> base.type().isSecret())
        .map(base -> Secret.file(path));
  }

  /** A null is an empty text and a false truth to Go, and nothing where it can be nothing. */
  static @Nullable Object ofNull(FieldSpec field) {
    if (field.defaultValue().equals(Optional.of("true"))) {
      return false;
    }
    return field.type() instanceof FieldType.Scalar scalar && scalar.kind() == FieldType.Kind.STRING
        ? ""
        : null;
  }

  private static Object value(FieldType type, Object value, String name) {
    if (value instanceof Section part) {
      return part.spec().shorthand().isPresent() && part.entries().size() == 1 && isText(part)
          ? String.valueOf(part.entries().get(0).value())
          : of(part);
    }
    if (value instanceof List<?> list) {
      FieldType element = type instanceof FieldType.ListOf of ? of.element() : type;
      List<Object> all = new ArrayList<>();
      for (Object item : list) {
        all.add(item == null ? missing(element, name) : value(element, item, name));
      }
      return List.copyOf(all);
    }
    if (value instanceof Map<?, ?> map) {
      FieldType element = type instanceof FieldType.MapOf of ? of.value() : type;
      Fields all = Fields.NONE;
      for (Map.Entry<?, ?> item : map.entrySet()) {
        Object one = item.getValue();
        all =
            all.with(
                String.valueOf(item.getKey()),
                one == null ? missing(element, name) : value(element, one, name));
      }
      return all;
    }
    if (value instanceof String text && type instanceof FieldType.Scalar scalar) {
      return switch (scalar.kind()) {
        case DURATION -> duration(text);
        // Whole nanoseconds must not become a text, which would need a unit.
        case GO_DURATION -> text.matches("[0-9]+") ? (Object) Long.valueOf(text) : text;
        default -> text;
      };
    }
    return value;
  }

  private static boolean isText(Section part) {
    return part.entries().get(0).key() == part.node();
  }

  /** What a null among others is. */
  private static Object missing(FieldType type, String name) {
    if (type instanceof FieldType.Scalar scalar && scalar.kind() != FieldType.Kind.ANY) {
      return "";
    }
    throw new IllegalArgumentException("\"" + name + "\" holds a null");
  }

  static Duration duration(String text) {
    return GoDuration.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("invalid duration \"" + text + "\""));
  }
}
