package dev.tocsin.dsl.alertmanager;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns Java's values into those that {@link Fields} hold. */
final class Values {
  private Values() {}

  static List<Fields> parts(Part... parts) {
    return Arrays.stream(parts).map(Part::fields).toList();
  }

  static Fields partsByName(Map<String, ? extends Part> parts) {
    Fields all = Fields.NONE;
    for (var entry : sorted(parts).entrySet()) {
      all = all.with(entry.getKey(), entry.getValue().fields());
    }
    return all;
  }

  /** Texts, numbers, truths, and lists and maps of them. */
  static Object any(Object value) {
    if (value instanceof Map<?, ?> map) {
      return Fields.of(map);
    }
    return value instanceof List<?> list ? list.stream().map(Values::any).toList() : value;
  }

  /** Maps that keep no order of their own would be written otherwise each time. */
  static <K, V> Map<K, V> sorted(Map<K, V> map) {
    return map instanceof LinkedHashMap || map instanceof SortedMap ? map : new TreeMap<>(map);
  }
}
