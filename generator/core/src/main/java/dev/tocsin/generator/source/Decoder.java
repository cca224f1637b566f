package dev.tocsin.generator.source;

import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.FieldType.Kind;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.yaml.MergedEntries;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document by a table of fields, as Go's strict decoders do, and reports all problems:
 * fields that are unknown, repeated or of the wrong type.
 */
public final class Decoder {
  /** The tool's own types, whose texts have a syntax. */
  public interface Values {
    /** Reports what is wrong with the text of a field. */
    void check(Kind kind, String name, YamlNode node);

    /** Reports what is wrong with a name in a map. */
    default void checkName(FieldType type, String name, YamlNode key, YamlNode value) {}

    /** What to do about a field that the tool does not know, where another tool does. */
    default Optional<String> helpForUnknown(String name) {
      return Optional.empty();
    }
  }

  /**
   * The ids of the checks.
   *
   * @param required null where the tool's own rules report what is missing
   */
  public record Checks(
      String yaml,
      String type,
      String value,
      String duplicate,
      String unknownField,
      String exclusive,
      @Nullable String required) {}

  private final Schema schema;
  private final GoYaml yaml;
  private final Checks checks;
  private final Values values;
  private final SourceProblems findings;

  /** What one is in, the innermost first. */
  private final Deque<StructSpec> path = new ArrayDeque<>();

  // An alias to a large part is read once, not as often as it is used.
  private final Map<YamlNode, Map<String, Section>> known = new IdentityHashMap<>();

  /**
   * A decoder of one file.
   *
   * @param yaml how the tool reads YAML
   */
  public Decoder(
      Schema schema, GoYaml yaml, Checks checks, Values values, SourceProblems findings) {
    this.schema = schema;
    this.yaml = yaml;
    this.checks = checks;
    this.values = values;
    this.findings = findings;
  }

  /** The whole document; empty where it is made to exhaust its reader. */
  public Optional<Section> root(YamlNode root) {
    if (!AliasBombCheck.check(root, yaml, checks.yaml(), findings)) {
      return Optional.empty();
    }
    boolean isNull = root.kind() == YamlNode.Kind.SCALAR && root.isNull();
    return Optional.of(isNull ? new Section(schema.root(), root) : section(schema.root(), root));
  }

  /** A part of a document, read as a struct of the table. */
  public Section section(StructSpec spec, YamlNode node) {
    YamlNode target = node.resolved();
    Map<String, Section> sections = known.computeIfAbsent(target, key -> new TreeMap<>());
    Section before = sections.get(spec.name());
    if (before != null) {
      return before;
    }
    Section section = new Section(spec, target);
    sections.put(spec.name(), section);
    if (target.kind() == YamlNode.Kind.MAPPING) {
      path.push(spec);
      fill(section, target);
      path.pop();
      checkGroups(section);
    } else if (target.kind() == YamlNode.Kind.SCALAR && spec.shorthand().isPresent()) {
      FieldSpec field = spec.field(spec.shorthand().get()).orElseThrow();
      findings.shown().value(spec, field.type(), target);
      section.put(new Section.Entry(field, target, target, target.value()));
    } else {
      section.unread();
      wrongType(target, StructNames.inA(spec), "a map of fields, " + some(spec), null);
    }
    return section;
  }

  private static String some(StructSpec spec) {
    List<String> names = new ArrayList<>(spec.fields().keySet());
    return "such as " + String.join(", ", names.subList(0, Math.min(3, names.size())));
  }

  private void fill(Section section, YamlNode mapping) {
    Map<YamlNode, Map<String, YamlNode>> seen = new IdentityHashMap<>();
    for (MergedEntries.Entry entry : MergedEntries.of(mapping, yaml.precedence())) {
      YamlNode key = entry.key().resolved();
      YamlNode value = entry.value();
      if (!isName(entry, "a field's name")) {
        continue;
      }
      String name = key.isNull() ? "" : yaml.text(key);
      Optional<FieldSpec> field = section.spec().field(name);
      if (field.isEmpty()) {
        unknown(section, key, name, value);
        continue;
      }
      YamlNode first =
          seen.computeIfAbsent(entry.map(), map -> new HashMap<>()).putIfAbsent(name, key);
      if (first != null) {
        duplicate(key, "field \"" + name + "\" is already set on line " + first.line());
        continue;
      }
      section.put(
          new Section.Entry(field.get(), key, value, value(field.get().type(), name, value)));
    }
    if (checks.required() != null) {
      for (FieldSpec field : section.spec().fields().values()) {
        if (field.required() && !section.isGiven(field.name())) {
          findings.error(
              checks.required(),
              section.place(field.name()),
              StructNames.inA(section.spec()) + " needs \"" + field.name() + "\"",
              "give it a value");
        }
      }
    }
  }

  /** Whether an entry has a name; one that merges, and a key that yaml.v3 ignores, has none. */
  private boolean isName(MergedEntries.Entry entry, String what) {
    YamlNode key = entry.key().resolved();
    if (entry.key().isMerge()) {
      if (MergedEntries.sources(entry.value()).isEmpty()) {
        findings.error(
            checks.type(), entry.value(), "<< merges a map or a list of maps, and nothing else");
      }
      return false;
    }
    if (key.kind() != YamlNode.Kind.SCALAR) {
      findings.error(checks.type(), key, what + " is a text, not a list or a map");
      return false;
    }
    return !badTag(key) && !(key.isNull() && yaml == GoYaml.V3);
  }

  private boolean badTag(YamlNode node) {
    Optional<String> problem =
        node.kind() == YamlNode.Kind.SCALAR ? yaml.tagProblem(node) : Optional.empty();
    problem.ifPresent(
        message ->
            findings.error(checks.type(), node, message, "remove the tag, or correct the value"));
    return problem.isPresent();
  }

  private void duplicate(YamlNode key, String message) {
    findings.error(checks.duplicate(), key, message, "keep one of them");
  }

  /**
   * Where a field that is not known here belongs: into what is below, to what this is in, or to
   * another part of the file.
   */
  private Optional<String> belongs(Section section, String name) {
    List<String> below = new ArrayList<>();
    List<String> written = new ArrayList<>();
    for (FieldSpec field : section.spec().fields().values()) {
      FieldType type =
          field.type() instanceof FieldType.ListOf list ? list.element() : field.type();
      if (type instanceof FieldType.StructOf struct
          && schema.struct(struct.name()).field(name).isPresent()) {
        below.add(field.name());
        if (section.node().content().stream().anyMatch(key -> key.value().equals(field.name()))) {
          written.add(field.name());
        }
      }
    }
    List<String> down = written.isEmpty() ? below : written;
    if (!down.isEmpty() && down.size() <= 4) {
      return Optional.of("it belongs one level down, into " + String.join(" or ", down));
    }
    for (StructSpec parent : path) {
      if (parent != section.spec() && parent.field(name).isPresent()) {
        return Optional.of(
            "it belongs to " + StructNames.the(parent) + " that this is in: check the indentation");
      }
    }
    List<String> others =
        schema.structs().stream()
            .filter(struct -> struct.field(name).isPresent())
            .map(StructNames::inA)
            .toList();
    return others.isEmpty() || others.size() > 3
        ? Optional.empty()
        : Optional.of("it belongs to " + String.join(" or ", others));
  }

  private void unknown(Section section, YamlNode key, String name, YamlNode value) {
    StructSpec spec = section.spec();
    String message = "unknown field \"" + shortened(name) + "\" in " + StructNames.inA(spec);
    Optional<String> help = values.helpForUnknown(name);
    Optional<String> near = Similar.to(name, spec.fields().keySet());
    Optional<FieldSpec> secret =
        spec.field(name.replaceFirst("_file$", "")).filter(field -> field.type().isSecret());
    if (help.isPresent()) {
      findings.error(checks.unknownField(), key, message, help.get());
    } else if (secret.isPresent()) {
      section.misspelt(secret.get().name());
      String instead = secret.get().instead().map(other -> "use " + other + " instead").orElse("");
      findings.error(
          checks.unknownField(),
          key,
          message + ": Alertmanager reads " + secret.get().name() + " from no file",
          instead.isEmpty()
              ? "set " + secret.get().name() + ", and keep the file secret"
              : instead);
    } else if (near.isPresent()) {
      section.misspelt(near.get());
      // A secret that stands where only a file may be named stays hidden.
      boolean file = near.get().endsWith("_file") && !name.endsWith("_file");
      if (value.kind() == YamlNode.Kind.SCALAR && !file) {
        findings.shown().value(spec, spec.field(near.get()).orElseThrow().type(), value);
      }
      findings.error(checks.unknownField(), key, message, "did you mean " + near.get() + "?");
    } else {
      findings.error(
          checks.unknownField(),
          key,
          message,
          belongs(section, name)
              .orElseGet(() -> "fields here: " + String.join(", ", spec.fields().keySet())));
    }
  }

  private void checkGroups(Section section) {
    if (checks.required() == null) {
      return;
    }
    for (StructSpec.Group group : section.spec().groups()) {
      List<String> set = group.fields().stream().filter(section::isSet).toList();
      if (group.atMostOne() && set.size() > 1) {
        findings.error(
            checks.exclusive(),
            section.place(set.get(1)),
            "at most one of " + String.join(", ", group.fields()) + " may be set",
            "keep one of " + String.join(", ", set));
      } else if (group.atLeastOne() && group.fields().stream().noneMatch(section::isGiven)) {
        findings.error(
            checks.required(),
            section.node(),
            StructNames.inA(section.spec()) + " needs one of " + String.join(", ", group.fields()));
      }
    }
  }

  private @Nullable Object value(FieldType type, String name, YamlNode node) {
    YamlNode target = node.resolved();
    // A collection that is tagged !!null is read all the same by yaml.v3.
    boolean isNull =
        target.isNull() && (yaml == GoYaml.V2 || target.kind() == YamlNode.Kind.SCALAR);
    if (isNull || badTag(target)) {
      return null;
    }
    if (type instanceof FieldType.StructOf struct) {
      return section(schema.struct(struct.name()), node);
    }
    if (type instanceof FieldType.ListOf list) {
      return list(list.element(), name, target);
    }
    if (type instanceof FieldType.MapOf map) {
      return map(map.value(), name, target);
    }
    if (type instanceof FieldType.Scalar scalar && scalar.kind() == Kind.ANY) {
      return any(target);
    }
    if (target.kind() != YamlNode.Kind.SCALAR) {
      wrongType(
          target,
          "\"" + name + "\"",
          "one value",
          target.style() == YamlNode.Style.FLOW ? "put the text into quotes or after |" : null);
      return null;
    }
    findings.shown().value(path.element(), type, target);
    if (type instanceof FieldType.Choice choice) {
      if (!choice.words().contains(target.value())
          && !(choice.mayBeEmpty() && target.value().isEmpty())) {
        findings.error(
            checks.value(),
            target,
            "\"" + name + "\" cannot be \"" + target.value() + "\"",
            "use one of " + String.join(", ", choice.words()));
      }
      return target.value();
    }
    return scalar(((FieldType.Scalar) type).kind(), name, target);
  }

  private @Nullable Object list(FieldType element, String name, YamlNode node) {
    if (node.kind() != YamlNode.Kind.SEQUENCE) {
      wrongType(node, "\"" + name + "\"", "a list", null);
      return null;
    }
    List<@Nullable Object> all = new ArrayList<>();
    for (YamlNode item : node.content()) {
      all.add(value(element, name, item));
    }
    return Collections.unmodifiableList(all);
  }

  private @Nullable Object map(FieldType type, String name, YamlNode node) {
    if (node.kind() != YamlNode.Kind.MAPPING) {
      wrongType(node, "\"" + name + "\"", "a map", null);
      return null;
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    fill(all, type, name, node);
    return Collections.unmodifiableMap(all);
  }

  private void fill(Map<String, @Nullable Object> all, FieldType type, String name, YamlNode node) {
    for (MergedEntries.Entry entry : MergedEntries.of(node, yaml.precedence())) {
      if (!isName(entry, "a name in \"" + name + "\"")) {
        continue;
      }
      YamlNode key = entry.key().resolved();
      YamlNode value = entry.value();
      String text = yaml.text(key);
      if (all.containsKey(text)) {
        duplicate(key, "\"" + text + "\" is already set in \"" + name + "\"");
      } else {
        all.put(text, value(type, name, value));
        values.checkName(type, name, key, value);
      }
    }
  }

  /** Anything: kept as texts, lists and maps. */
  private @Nullable Object any(YamlNode node) {
    YamlNode target = node.resolved();
    if (target.isNull()) {
      return null;
    }
    return switch (target.kind()) {
      case SEQUENCE -> list(new FieldType.Scalar(Kind.ANY), "list", target);
      case MAPPING -> map(new FieldType.Scalar(Kind.ANY), "map", target);
      default ->
          Yaml2.bool(target)
              .<Object>map(truth -> truth)
              .or(() -> Yaml2.whole(target).map(number -> number))
              .or(() -> Yaml2.number(target).map(number -> number))
              .orElse(target.value());
    };
  }

  private @Nullable Object scalar(Kind kind, String name, YamlNode node) {
    switch (kind) {
      case BOOL -> {
        Optional<Boolean> truth = Yaml2.bool(node);
        if (truth.isEmpty()) {
          wrongScalar(node, name, "true or false");
        }
        return truth.orElse(null);
      }
      case INT, UINT -> {
        Optional<Long> number = yaml.integer(node);
        if (number.isEmpty() || kind == Kind.UINT && number.get() < 0) {
          wrongScalar(node, name, "a whole number" + (kind == Kind.UINT ? ", not below 0" : ""));
        }
        return number.orElse(null);
      }
      case FLOAT -> {
        Optional<Double> number =
            Yaml2.number(node).or(() -> yaml.integer(node).map(Long::doubleValue));
        if (number.isEmpty()) {
          wrongScalar(node, name, "a number");
        }
        return number.orElse(null);
      }
      default -> values.check(kind, name, node);
    }
    return yaml.text(node);
  }

  private void wrongType(YamlNode node, String what, String wanted, @Nullable String help) {
    String found =
        switch (node.kind()) {
          case SEQUENCE -> "a list";
          case MAPPING -> "a map";
          default -> "one value";
        };
    findings.error(checks.type(), node, what + " must be " + wanted + ", not " + found, help);
  }

  private void wrongScalar(YamlNode node, String name, String wanted) {
    findings.error(checks.type(), node, "\"" + name + "\" must be " + wanted + ", without quotes");
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
