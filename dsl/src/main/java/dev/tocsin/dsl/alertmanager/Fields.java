package dev.tocsin.dsl.alertmanager;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The fields of a part of Alertmanager's configuration, in the order in which they are written.
 * Values are strings, booleans, numbers, {@link Duration}s, {@link Secret}s, lists and {@code
 * Fields}. A secret's field is written with {@code _file} behind its name.
 */
public final class Fields {
  /** No fields. */
  public static final Fields NONE = new Fields(Map.of());

  private final Map<String, Object> values;

  private Fields(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * The entries of a map, whose values may be lists and maps; sorted unless the map has an order.
   */
  public static Fields of(Map<?, ?> map) {
    Fields all = NONE;
    for (var entry : Values.sorted(map).entrySet()) {
      all = all.with(String.valueOf(entry.getKey()), Values.any(entry.getValue()));
    }
    return all;
  }

  /** With one more field, or another value for it, in its old place. */
  public Fields with(String name, Object value) {
    Objects.requireNonNull(value, name);
    boolean known =
        value instanceof String
            || value instanceof Boolean
            || value instanceof Integer
            || value instanceof Long
            || value instanceof Double
            || value instanceof Duration
            || value instanceof Secret
            || value instanceof List
            || value instanceof Fields;
    if (!known) {
      throw new IllegalArgumentException(
          "field \"" + name + "\" cannot hold a " + value.getClass().getName());
    }
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Fields(Collections.unmodifiableMap(more));
  }

  /** Names and values, in the order in which they are written. */
  public Map<String, Object> asMap() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields that && that.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
