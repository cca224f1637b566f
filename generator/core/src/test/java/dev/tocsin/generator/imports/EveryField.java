package dev.tocsin.generator.imports;

import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Configurations of Alertmanager with a text in each field that can hold one, by the table. */
final class EveryField {
  private static final Schema SCHEMA = Schema.alertmanager();
  private static final String NAME = "X-Name";

  /** What the rest of a file must agree with. */
  private static final List<String> REFERENCES =
      List.of("receiver", "active_time_intervals", "mute_time_intervals", "time_intervals");

  private EveryField() {}

  /**
   * A place for a text.
   *
   * @param path such as {@code receivers.slack_configs.title}
   * @param kind what the text must be
   * @param config a configuration with a text there, as maps and lists
   */
  record Leaf(String path, FieldType.Kind kind, Function<String, Map<String, Object>> config) {
    byte[] yaml(String text) {
      return EveryField.yaml(config.apply(text)).getBytes(StandardCharsets.UTF_8);
    }

    boolean accepts(String text) {
      return AlertmanagerFile.read("a", yaml(text)).isAccepted();
    }
  }

  /** All places. */
  static List<Leaf> leaves() {
    List<Leaf> all = new ArrayList<>();
    walk(SCHEMA.root(), below -> merged(base(), below), "", new ArrayDeque<>(), all);
    return all;
  }

  private static Map<String, Object> base() {
    return map("route", map("receiver", "r"), "receivers", List.of(map("name", "r")));
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      made.put((String) pairs[i], pairs[i + 1]);
    }
    return made;
  }

  private static void walk(
      StructSpec struct,
      UnaryOperator<Map<String, Object>> wrap,
      String path,
      Deque<String> above,
      List<Leaf> all) {
    // The settings of HTTP are the same everywhere: once for all and once for a receiver is enough.
    boolean again =
        struct.name().equals("http_config") && !path.matches("(global|receivers.webhook).*");
    if (again || above.contains(struct.name())) {
      return;
    }
    above.push(struct.name());
    for (FieldSpec field : struct.fields().values()) {
      String here = path + field.name();
      boolean name = struct.name().equals("receiver") && field.name().equals("name");
      if (!REFERENCES.contains(field.name()) && !name) {
        value(
            field.type(),
            value -> wrap.apply(merged(required(struct, field.name()), map(field.name(), value))),
            here,
            above,
            all);
      }
    }
    above.pop();
  }

  private static void value(
      FieldType type,
      Function<Object, Map<String, Object>> wrap,
      String path,
      Deque<String> above,
      List<Leaf> all) {
    if (type instanceof FieldType.Scalar scalar) {
      switch (scalar.kind()) {
        case BOOL, INT, UINT, FLOAT, DURATION, GO_DURATION, TEXT_DURATION -> {}
        case LOCATION, WEEKDAYS, DAYS_OF_MONTH, MONTHS, YEARS -> {}
        case ANY -> {
          all.add(new Leaf(path, scalar.kind(), wrap::apply));
          all.add(
              new Leaf(path + ".{}", scalar.kind(), text -> wrap.apply(map("k", List.of(text)))));
        }
        default -> all.add(new Leaf(path, scalar.kind(), wrap::apply));
      }
    } else if (type instanceof FieldType.ListOf list) {
      value(list.element(), value -> wrap.apply(List.of(value)), path, above, all);
    } else if (type instanceof FieldType.MapOf map) {
      value(map.value(), value -> wrap.apply(map(NAME, value)), path, above, all);
      Object some = sample(map.value());
      all.add(new Leaf(path + ".key", FieldType.Kind.STRING, text -> wrap.apply(map(text, some))));
    } else if (type instanceof FieldType.StructOf part) {
      walk(SCHEMA.struct(part.name()), wrap::apply, path + ".", above, all);
    }
  }

  /** A struct's fields without which it is refused, but for the one that is to be set. */
  private static Map<String, Object> required(StructSpec struct, String except) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (FieldSpec field : struct.fields().values()) {
      if (field.required() && !field.name().equals(except)) {
        made.put(field.name(), field.name().endsWith("_time") ? "09:00" : sample(field.type()));
      }
    }
    for (StructSpec.Group group : struct.groups()) {
      if (group.atLeastOne() && !group.fields().contains(except)) {
        FieldSpec first = struct.fields().get(group.fields().get(0));
        made.put(first.name(), sample(first.type()));
      }
    }
    if (struct.name().equals("receiver")) {
      made.put("name", "r");
    }
    return made;
  }

  private static Object sample(FieldType type) {
    if (type instanceof FieldType.ListOf list) {
      return List.of(sample(list.element()));
    }
    if (type instanceof FieldType.MapOf map) {
      return map(NAME, sample(map.value()));
    }
    if (type instanceof FieldType.Choice choice) {
      return choice.words().get(0);
    }
    if (type instanceof FieldType.StructOf part) {
      return required(SCHEMA.struct(part.name()), "");
    }
    return switch (((FieldType.Scalar) type).kind()) {
      case URL, SECRET_URL, SECRET_TEMPLATE_URL, PROXY_URL -> "http://host/x";
      case FILE -> "/run/secrets/x";
      case HOST_PORT -> "host:25";
      case MATCHERS -> "a=\"b\"";
      default -> "x";
    };
  }

  /** One map over another, list over list element by element. */
  static Map<String, Object> merged(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> made = new LinkedHashMap<>(one);
    other.forEach((name, value) -> made.merge(name, value, EveryField::over));
    return made;
  }

  @SuppressWarnings("unchecked")
  private static Object over(Object one, Object other) {
    if (one instanceof Map<?, ?> && other instanceof Map<?, ?>) {
      return merged((Map<String, Object>) one, (Map<String, Object>) other);
    }
    return one instanceof List<?> a && other instanceof List<?> b && a.size() == 1 && b.size() == 1
        ? List.of(over(a.get(0), b.get(0)))
        : other;
  }

  // ---- YAML ----

  /** Maps, lists and texts as YAML on one line, everything in double quotes. */
  static String yaml(Object value) {
    StringBuilder out = new StringBuilder();
    yaml(value, out);
    return out.append('\n').toString();
  }

  private static void yaml(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        // A key of more than 1024 characters must say that it is one.
        String key = quoted(String.valueOf(entry.getKey()));
        out.append(separator).append(key.length() > 900 ? "? " : "").append(key).append(": ");
        yaml(entry.getValue(), out);
        separator = ", ";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object item : list) {
        out.append(separator);
        yaml(item, out);
        separator = ", ";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else {
      out.append(value instanceof String text ? quoted(text) : String.valueOf(value));
    }
  }

  /** A text in double quotes, as YAML and PromQL alike read it. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if (c >= ' ' && c < 0x7f) {
                out.appendCodePoint(c);
              } else if (c < 0x80) {
                out.append(String.format("\\x%02x", c));
              } else {
                out.append(String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
              }
            });
    return out.append('"').toString();
  }

  /** The first problem of a configuration, for a test's own mistakes. */
  static Optional<String> refusal(byte[] yaml) {
    AlertmanagerFile file = AlertmanagerFile.read("a", yaml);
    return file.isAccepted() ? Optional.empty() : Optional.of(file.problems().toString());
  }
}
