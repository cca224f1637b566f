package dev.tocsin.generator.read;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.generator.source.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration's sections mean, whichever of several ways they are written in: as maps,
 * lists and plain values that can be compared.
 */
final class NormalizedConfig {
  /** What an absent field is as well, where the part of the file is made of routes and matchers. */
  private static final Set<Object> NOTHING = Set.of(List.of(), Map.of(), false, "");

  private NormalizedConfig() {}

  static Map<String, Object> config(Section root) {
    Map<String, Object> all = fields(root);
    Map<String, Object> intervals = new TreeMap<>();
    for (String list : List.of("mute_time_intervals", "time_intervals")) {
      all.remove(list);
      for (Section one : root.sections(list)) {
        List<Object> times = new ArrayList<>();
        one.sections("time_intervals").forEach(time -> times.add(fields(time)));
        intervals.put(
            one.text("name"), times.isEmpty() ? List.of(Map.of("times", List.of())) : times);
      }
    }
    all.put("time intervals", intervals);
    Map<String, Object> receivers = new TreeMap<>();
    root.sections("receivers")
        .forEach(one -> receivers.put(one.text("name"), withoutNothing(fields(one))));
    all.put("receivers", receivers);
    root.section("route").ifPresent(route -> all.put("route", route(route, "")));
    all.put(
        "inhibit_rules",
        root.sections("inhibit_rules").stream().map(NormalizedConfig::inhibition).toList());
    return all;
  }

  private static Map<String, Object> route(Section section, String inherited) {
    Map<String, Object> all = fields(section);
    boolean grouped = all.containsKey("group_by");
    Object groupBy = all.remove("group_by");
    String own = section.text("receiver");
    String receiver = own.isEmpty() ? inherited : own;
    all.put("receiver", receiver);
    matchers(section, all, "");
    List<Object> children = new ArrayList<>();
    section.sections("routes").forEach(child -> children.add(route(child, receiver)));
    all.put("routes", children);
    Map<String, Object> clean = withoutNothing(all);
    if (grouped && groupBy != null) {
      clean.put("group_by", groupBy);
    }
    return clean;
  }

  private static Map<String, Object> inhibition(Section section) {
    Map<String, Object> all = fields(section);
    matchers(section, all, "source_");
    matchers(section, all, "target_");
    return withoutNothing(all);
  }

  /** Puts the conditions of both spellings under the name of the new one. */
  private static void matchers(Section section, Map<String, Object> all, String prefix) {
    List<String> found = new ArrayList<>();
    section
        .map(prefix + "match")
        .forEach((name, value) -> found.add(shown(name, MatchOp.EQUAL, value)));
    section
        .map(prefix + "match_re")
        .forEach((name, value) -> found.add(shown(name, MatchOp.MATCHES, value)));
    for (String text : section.texts(prefix + "matchers")) {
      MatcherSyntax.FALLBACK
          .parse(text)
          .matchers()
          .forEach(one -> found.add(shown(one.name(), one.op(), one.value())));
    }
    all.remove(prefix + "match");
    all.remove(prefix + "match_re");
    all.put(prefix + "matchers", found.stream().sorted().toList());
  }

  private static String shown(String name, MatchOp op, String value) {
    String plain =
        op == MatchOp.MATCHES && value.startsWith("^(?:") && value.endsWith(")$")
            ? value.substring("^(?:".length(), value.length() - ")$".length())
            : value;
    return name + op.symbol() + plain;
  }

  private static Map<String, Object> withoutNothing(Map<String, Object> all) {
    Map<String, Object> clean = new TreeMap<>(all);
    clean.values().removeIf(NOTHING::contains);
    return clean;
  }

  // ---- fields ----

  private static Map<String, Object> fields(Section section) {
    Map<String, Object> all = new TreeMap<>();
    for (Section.Entry entry : section.entries()) {
      FieldSpec field = entry.field();
      Object value = entry.value() == null ? FieldValues.ofNull(field) : entry.value();
      boolean isSecret = field.type().isSecret();
      boolean isNoSecret = "".equals(value) && (isSecret || field.name().endsWith("_file"));
      if (value != null && !isNoSecret && !FieldValues.isOverruled(section, field)) {
        Object plain = plain(field.type(), value);
        all.put(field.name(), isSecret ? new SameContent.Hidden(plain) : plain);
      }
    }
    return all;
  }

  private static Object plain(FieldType type, @Nullable Object value) {
    if (value instanceof Section part) {
      Map<String, Object> all = fields(part);
      boolean brief =
          part.spec().shorthand().map(name -> all.keySet().equals(Set.of(name))).orElse(false);
      return brief ? all.values().iterator().next() : all;
    }
    if (value instanceof List<?> list) {
      FieldType element = type instanceof FieldType.ListOf of ? of.element() : type;
      List<Object> all = new ArrayList<>();
      list.forEach(item -> all.add(plain(element, item)));
      return all;
    }
    if (value instanceof Map<?, ?> map) {
      FieldType element = type instanceof FieldType.MapOf of ? of.value() : type;
      Map<String, Object> all = new TreeMap<>();
      map.forEach((key, item) -> all.put(String.valueOf(key), plain(element, item)));
      return all;
    }
    if (value instanceof String text
        && type instanceof FieldType.Scalar scalar
        && scalar.kind() == FieldType.Kind.DURATION) {
      return GoDuration.parse(text).map(Object.class::cast).orElse(text);
    }
    return value == null ? "" : value;
  }
}
