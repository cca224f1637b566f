package dev.tocsin.generator.source;

import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A struct that was read: its fields in the order in which they are written. Values are strings,
 * booleans, longs, doubles, {@code Section}s, lists and maps of these, and null where the file has
 * null.
 */
public final class Section {
  private final StructSpec spec;
  private final YamlNode node;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> misspelt = new HashSet<>();
  private boolean unread;

  /**
   * A field that was read.
   *
   * @param field what the table says about it
   * @param key its name in the file
   * @param node its value in the file
   * @param value its value as it was read
   */
  public record Entry(FieldSpec field, YamlNode key, YamlNode node, @Nullable Object value) {}

  Section(StructSpec spec, YamlNode node) {
    this.spec = spec;
    this.node = node;
  }

  void put(Entry entry) {
    entries.put(entry.field().name(), entry);
  }

  /** Takes note that something else stands where its fields belong. */
  void unread() {
    unread = true;
  }

  /** Takes note that an unknown field was probably meant to be this one. */
  void misspelt(String name) {
    misspelt.add(name);
  }

  /** What the table says about it. */
  public StructSpec spec() {
    return spec;
  }

  /** Where it is in the file. */
  public YamlNode node() {
    return node;
  }

  /** Its fields, in the order in which they are written. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** The field of this name, if it is written. */
  public Optional<Entry> entry(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** The place of a field, or of the whole section where it is not written. */
  public YamlNode place(String name) {
    Entry entry = entries.get(name);
    return entry == null ? node : entry.key();
  }

  /** Whether the field is written and not null. */
  public boolean has(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.value() != null;
  }

  /** Whether the field is written as null, which takes even a default away. */
  public boolean isNull(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.value() == null && entry.node().isNull();
  }

  /** The field's text; "" where it has none. */
  public String text(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.value() instanceof String text ? text : "";
  }

  /** The field's whole number; empty where it has none. */
  public Optional<Long> number(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.value() instanceof Long number
        ? Optional.of(number)
        : Optional.empty();
  }

  /** Whether the field is written and true. */
  public boolean isTrue(String name) {
    Entry entry = entries.get(name);
    return entry != null && Boolean.TRUE.equals(entry.value());
  }

  /** The section of this name, if it is written. */
  public Optional<Section> section(String name) {
    Entry entry = entries.get(name);
    return entry != null && entry.value() instanceof Section section
        ? Optional.of(section)
        : Optional.empty();
  }

  /** The texts of a list, "" for null. */
  public List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    list(name).forEach(item -> all.add(item instanceof String text ? text : ""));
    return all;
  }

  /** A list's elements; none where it is absent. */
  public List<@Nullable Object> list(String name) {
    Entry entry = entries.get(name);
    List<@Nullable Object> all = new ArrayList<>();
    if (entry != null && entry.value() instanceof List<?> items) {
      all.addAll(items);
    }
    return all;
  }

  /** A list's elements that are sections. */
  public List<Section> sections(String name) {
    List<Section> all = new ArrayList<>();
    for (Object item : list(name)) {
      if (item instanceof Section section) {
        all.add(section);
      }
    }
    return all;
  }

  /** A map's texts by name. */
  public Map<String, String> map(String name) {
    Entry entry = entries.get(name);
    Map<String, String> all = new LinkedHashMap<>();
    if (entry != null && entry.value() instanceof Map<?, ?> items) {
      items.forEach(
          (key, value) -> all.put((String) key, value instanceof String text ? text : ""));
    }
    return all;
  }

  /** Whether a field has a value that Go does not take for none. */
  public boolean isSet(String name) {
    Entry entry = entries.get(name);
    if (entry == null || entry.value() == null) {
      return false;
    }
    Object value = entry.value();
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    return true;
  }

  /** Whether a field is written wrongly, which a problem of its own says. */
  public boolean isWrong(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return misspelt.contains(name);
    }
    return entry.value() instanceof Section section
        ? section.unread
        : entry.value() == null && !entry.node().isNull();
  }

  /** Whether a field {@linkplain #isSet is set} or is written wrongly: it is not missing. */
  public boolean isGiven(String name) {
    return isSet(name) || isWrong(name);
  }
}
