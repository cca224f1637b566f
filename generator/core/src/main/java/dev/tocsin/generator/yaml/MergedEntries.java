package dev.tocsin.generator.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The entries of a map, with those that {@code <<} merges into it. */
public final class MergedEntries {
  /** Which value a key has that a map sets and also merges. */
  public enum Precedence {
    /** The last one of the file: Go's yaml.v2, which Alertmanager uses. */
    LAST,
    /**
     * The map's own, then that of the map which is merged first: yaml.v3, which Prometheus uses.
     */
    OWN
  }

  /**
   * An entry; where {@linkplain YamlNode#isMerge the key merges}, what it merges follows.
   *
   * @param map the map in which it is written
   */
  public record Entry(YamlNode map, YamlNode key, YamlNode value) {}

  private final Precedence precedence;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, YamlNode> mapOfName = new HashMap<>();

  private MergedEntries(Precedence precedence) {
    this.precedence = precedence;
  }

  /**
   * The entries in the order of the file. With {@link Precedence#LAST} a later entry replaces an
   * earlier one of its name; with {@link Precedence#OWN} those that are overridden are left out.
   */
  public static List<Entry> of(YamlNode map, Precedence precedence) {
    MergedEntries merged = new MergedEntries(precedence);
    merged.add(map.resolved(), Set.of());
    return merged.entries;
  }

  /** The maps that a value of {@code <<} names; empty where it is no map and no list of maps. */
  public static Optional<List<YamlNode>> sources(YamlNode value) {
    List<YamlNode> sources =
        value.kind() == YamlNode.Kind.SEQUENCE ? value.content() : List.of(value);
    List<YamlNode> maps = sources.stream().map(YamlNode::resolved).toList();
    return maps.stream().allMatch(source -> source.kind() == YamlNode.Kind.MAPPING)
        ? Optional.of(maps)
        : Optional.empty();
  }

  private void add(YamlNode map, Set<String> overridden) {
    boolean own = precedence == Precedence.OWN;
    List<YamlNode> content = map.content();
    Set<String> names = new HashSet<>(overridden);
    for (int i = 0; own && i < content.size(); i += 2) {
      names.add(content.get(i).resolved().value());
    }
    for (int i = 0; i + 1 < content.size(); i += 2) {
      YamlNode key = content.get(i);
      YamlNode value = content.get(i + 1);
      String name = key.resolved().value();
      if (key.isMerge()) {
        entries.add(new Entry(map, key, value));
        List<YamlNode> sources = sources(value).orElse(List.of());
        for (int j = 0; j < sources.size(); j++) {
          add(sources.get(own ? j : sources.size() - 1 - j), names);
        }
      } else if (!own
          || !overridden.contains(name) && mapOfName.computeIfAbsent(name, n -> map) == map) {
        entries.add(new Entry(map, key, value));
      }
    }
  }
}
