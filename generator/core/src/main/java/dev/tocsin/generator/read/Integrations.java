package dev.tocsin.generator.read;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** All kinds of integration by their key in a receiver. */
final class Integrations {
  /** One of each kind, with nothing set. */
  private static final Map<String, Integration> BARE = bare();

  private Integrations() {}

  private static Map<String, Integration> bare() {
    Map<String, Integration> all = new TreeMap<>();
    Arrays.stream(Integration.class.getPermittedSubclasses())
        .sorted(Comparator.comparing(Class::getName))
        .map(type -> Integration.bare(type.asSubclass(Integration.class)))
        .forEach(one -> all.put(one.kind(), one));
    return all;
  }

  /** The keys, such as {@code slack_configs}, sorted. */
  static List<String> kinds() {
    return new ArrayList<>(BARE.keySet());
  }

  /** The integration of this kind with these fields. */
  static Integration of(String kind, Fields fields) {
    return Objects.requireNonNull(BARE.get(kind), kind).withFields(fields);
  }
}
