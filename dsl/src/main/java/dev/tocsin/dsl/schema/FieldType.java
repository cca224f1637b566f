package dev.tocsin.dsl.schema;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a field can hold. */
public sealed interface FieldType {
  /** Values that are one text in the file. */
  enum Kind {
    STRING,
    BOOL,
    INT,
    UINT,
    FLOAT,
    /** Anything, which Alertmanager passes on. */
    ANY,
    /** A text that must not be shown. */
    SECRET,
    /** A path to a file on Alertmanager's machine. */
    FILE,
    /** An address with http or https. */
    URL,
    /** An {@link #URL} that must not be shown. */
    SECRET_URL,
    /** An {@link #URL} that must not be shown, or a Go template that makes one. */
    SECRET_TEMPLATE_URL,
    /** Any address. */
    PROXY_URL,
    HOST_PORT,
    /** A duration as Prometheus writes it: 1h30m, whole numbers, years to milliseconds. */
    DURATION,
    /** A duration as Go writes it, or whole nanoseconds. */
    GO_DURATION,
    /** A duration as Go writes it. */
    TEXT_DURATION,
    REGEX,
    /** No, one or several matchers in one text. */
    MATCHERS,
    LOCATION,
    WEEKDAYS,
    DAYS_OF_MONTH,
    MONTHS,
    YEARS;

    private static final Map<String, Kind> BY_NAME = new HashMap<>();

    static {
      for (Kind kind : values()) {
        BY_NAME.put(kind.name().toLowerCase(Locale.ROOT), kind);
      }
    }

    /** Whether values must not be shown. */
    public boolean isSecret() {
      return this == SECRET || this == SECRET_URL || this == SECRET_TEMPLATE_URL;
    }
  }

  /** One text. */
  record Scalar(Kind kind) implements FieldType {}

  /** One of some words; the empty text too where {@code mayBeEmpty}. */
  record Choice(List<String> words, boolean mayBeEmpty) implements FieldType {}

  /** Several of them. */
  record ListOf(FieldType element) implements FieldType {}

  /** Some under any names. */
  record MapOf(FieldType value) implements FieldType {}

  /** A part of the configuration with fields of its own. */
  record StructOf(String name) implements FieldType {}

  /** Whether it or what it holds must not be shown; structs are asked field by field. */
  default boolean isSecret() {
    if (this instanceof Scalar scalar) {
      return scalar.kind().isSecret();
    }
    if (this instanceof ListOf list) {
      return list.element().isSecret();
    }
    return this instanceof MapOf map && map.value().isSecret();
  }

  /** The type as the table writes it. */
  static FieldType parse(String text) {
    if (text.startsWith("list<") && text.endsWith(">")) {
      return new ListOf(parse(text.substring("list<".length(), text.length() - 1)));
    }
    if (text.startsWith("map<") && text.endsWith(">")) {
      return new MapOf(parse(text.substring("map<".length(), text.length() - 1)));
    }
    if (text.startsWith("enum") && text.endsWith(">")) {
      String words = text.substring(text.indexOf('<') + 1, text.length() - 1);
      return new Choice(Arrays.asList(words.split("\\|", -1)), !text.startsWith("enum!"));
    }
    Kind kind = Kind.BY_NAME.get(text);
    return kind == null ? new StructOf(text) : new Scalar(kind);
  }
}
