package dev.tocsin.dsl.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A table of fields: all of a file's structs, the one that is the whole file first. {@link
 * #alertmanager} is Alertmanager's, {@link #rules} that of Prometheus' rule files.
 */
public final class Schema {
  /** Each version that tables name, read once. */
  private static final Map<String, Version> VERSIONS = new ConcurrentHashMap<>();

  private static final Schema ALERTMANAGER = load("alertmanager-fields.txt");
  private static final Schema RULES = load("rule-fields.txt");

  private final Map<String, StructSpec> structs;
  private final StructSpec root;

  private Schema(Map<String, StructSpec> structs) {
    this.structs = Collections.unmodifiableMap(structs);
    this.root = structs.values().iterator().next();
  }

  /**
   * {@code alertmanager.yml} as <a
   * href="https://github.com/prometheus/alertmanager/tree/v0.33.1/config">Alertmanager 0.33</a>
   * reads it.
   */
  public static Schema alertmanager() {
    return ALERTMANAGER;
  }

  /**
   * Rule files as <a
   * href="https://github.com/prometheus/prometheus/blob/v3.5.3/model/rulefmt/rulefmt.go">Prometheus
   * 3.5</a> reads them.
   */
  public static Schema rules() {
    return RULES;
  }

  private static Schema load(String resource) {
    return parse(text(resource));
  }

  /** Alertmanager's table as it is written, such as to read it with a field more. */
  public static String alertmanagerTable() {
    return text("alertmanager-fields.txt");
  }

  private static String text(String resource) {
    try (InputStream in = Schema.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a table; its own head says how it is written.
   *
   * @throws IllegalArgumentException naming the line that is wrong
   */
  public static Schema parse(String table) {
    Map<String, StructSpec> structs = new LinkedHashMap<>();
    Map<String, FieldSpec> fields = new LinkedHashMap<>();
    List<StructSpec.Group> groups = new ArrayList<>();
    int number = 1;
    StringTokenizer lines = new StringTokenizer(table, "\n", true);
    while (lines.hasMoreTokens()) {
      String line = lines.nextToken();
      List<String> words = words(line);
      if (line.equals("\n")) {
        number++;
      }
      if (words.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String first = words.get(0);
      try {
        switch (first) {
          case "struct" -> {
            fields = new LinkedHashMap<>();
            groups = new ArrayList<>();
            String name = words.get(1);
            structs.put(
                name,
                new StructSpec(
                    name,
                    Collections.unmodifiableMap(fields),
                    Collections.unmodifiableList(groups),
                    words.stream()
                        .filter(word -> word.startsWith("short="))
                        .map(word -> word.substring("short=".length()))
                        .findFirst()));
          }
          case "at_most_one", "at_least_one", "exactly_one" ->
              groups.add(
                  new StructSpec.Group(
                      words.subList(1, words.size()),
                      !first.equals("at_most_one"),
                      !first.equals("at_least_one")));
          default -> fields.put(first, field(words));
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("line " + number + " of the table: " + line, e);
      }
    }
    return new Schema(structs);
  }

  /** Without regular expressions, which would take most of the time that a short run has. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringTokenizer all = new StringTokenizer(line);
    while (all.hasMoreTokens()) {
      words.add(all.nextToken());
    }
    return words;
  }

  private static FieldSpec field(List<String> words) {
    Optional<String> deprecated = Optional.empty();
    Optional<String> defaultValue = Optional.empty();
    Optional<String> instead = Optional.empty();
    boolean required = false;
    boolean argument = false;
    for (String flag : words.subList(3, words.size())) {
      if (flag.equals("required")) {
        required = true;
      } else if (flag.equals("argument")) {
        argument = true;
      } else if (flag.startsWith("deprecated=")) {
        deprecated = Optional.of(flag.substring("deprecated=".length()));
      } else if (flag.startsWith("default=")) {
        defaultValue = Optional.of(flag.substring("default=".length()));
      } else if (flag.startsWith("instead=")) {
        instead = Optional.of(flag.substring("instead=".length()).replace(",", " or "));
      } else {
        throw new IllegalArgumentException(flag);
      }
    }
    String since = words.get(2);
    return new FieldSpec(
        words.get(0),
        FieldType.parse(words.get(1)),
        since.equals("-")
            ? Optional.empty()
            : Optional.of(VERSIONS.computeIfAbsent(since, Version::parse)),
        required,
        deprecated,
        defaultValue,
        argument,
        instead);
  }

  /** The whole file. */
  public StructSpec root() {
    return root;
  }

  /**
   * The struct of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public StructSpec struct(String name) {
    StructSpec found = structs.get(name);
    if (found == null) {
      throw new IllegalArgumentException("struct \"" + name + "\" is not in the table");
    }
    return found;
  }

  /** All structs, the whole file first. */
  public List<StructSpec> structs() {
    return List.copyOf(structs.values());
  }
}
