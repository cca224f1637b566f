package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.alertmanager.semantics.AlertMatcher;
import dev.tocsin.dsl.alertmanager.semantics.MatcherSyntax;
import dev.tocsin.dsl.alertmanager.semantics.TimeSpec;
import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.go.GoUrl;
import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType.Kind;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a document by a table of fields, as Go's strict yaml.v2 would, and says all problems. */
final class Decoder {
  private static final String TYPE = "config/type";
  private static final String VALUE = "config/value";

  private final Schema schema;
  private final Findings findings;

  /** What one is in, the innermost first. */
  private final Deque<StructSpec> path = new ArrayDeque<>();

  // An alias to a large part is read once, not as often as it is used.
  private final Map<YamlNode, Map<String, Section>> known = new IdentityHashMap<>();

  Decoder(Schema schema, Findings findings) {
    this.schema = schema;
    this.findings = findings;
  }

  Section root(YamlNode root) {
    return section(schema.root(), root);
  }

  Section section(StructSpec spec, YamlNode node) {
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
      fill(section, target, false);
      path.pop();
      checkGroups(section);
    } else if (target.kind() == YamlNode.Kind.SCALAR && spec.shorthand().isPresent()) {
      FieldSpec field = spec.field(spec.shorthand().get()).orElseThrow();
      findings.shown().value(spec, field.type(), target);
      section.put(new Section.Entry(field, target, target, target.value()));
    } else {
      section.unread();
      wrongType(target, "a map of fields, " + some(spec));
    }
    return section;
  }

  private static String some(StructSpec spec) {
    List<String> names = new ArrayList<>(spec.fields().keySet());
    return "such as " + String.join(", ", names.subList(0, Math.min(3, names.size())));
  }

  private void fill(Section section, YamlNode mapping, boolean merged) {
    Map<String, YamlNode> seen = new LinkedHashMap<>();
    List<YamlNode> content = mapping.content();
    for (int i = 0; i + 1 < content.size(); i += 2) {
      YamlNode key = content.get(i).resolved();
      YamlNode value = content.get(i + 1);
      if (key.isMerge()) {
        merge(value, part -> fill(section, part, true));
        continue;
      }
      if (key.kind() != YamlNode.Kind.SCALAR) {
        findings.error(TYPE, key, "a field's name is a text, not a list or a map");
        continue;
      }
      String name = key.isNull() ? "" : key.value();
      Optional<FieldSpec> field = section.spec().field(name);
      if (field.isEmpty()) {
        unknown(section, key, name, value);
        continue;
      }
      YamlNode first = seen.putIfAbsent(name, key);
      if (first != null) {
        findings.error(
            "config/duplicate",
            key,
            "field \"" + name + "\" is already set on line " + first.line(),
            "keep one of them");
        continue;
      }
      section.put(new Section.Entry(field.get(), key, value, value(field.get(), value)));
    }
    if (!merged) {
      for (FieldSpec field : section.spec().fields().values()) {
        if (field.required() && !section.isGiven(field.name())) {
          findings.error(
              "config/required",
              section.place(field.name()),
              Words.inA(section.spec()) + " needs \"" + field.name() + "\"",
              "give it a value");
        }
      }
    }
  }

  private void merge(YamlNode value, java.util.function.Consumer<YamlNode> take) {
    YamlNode target = value.resolved();
    if (target.kind() == YamlNode.Kind.MAPPING) {
      take.accept(target);
    } else if (target.kind() == YamlNode.Kind.SEQUENCE
        && target.content().stream()
            .allMatch(part -> part.resolved().kind() == YamlNode.Kind.MAPPING)) {
      List<YamlNode> parts = target.content();
      for (int i = parts.size() - 1; i >= 0; i--) {
        take.accept(parts.get(i).resolved());
      }
    } else {
      findings.error(TYPE, value, "<< merges a map or a list of maps, and nothing else");
    }
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
            "it belongs to " + Words.the(parent) + " that this is in: check the indentation");
      }
    }
    List<String> others =
        schema.structs().stream()
            .filter(struct -> struct.field(name).isPresent())
            .map(Words::inA)
            .toList();
    return others.isEmpty() || others.size() > 3
        ? Optional.empty()
        : Optional.of("it belongs to " + String.join(" or ", others));
  }

  private void unknown(Section section, YamlNode key, String name, YamlNode value) {
    StructSpec spec = section.spec();
    String message = "field \"" + name + "\" is not known in " + Words.inA(spec);
    Optional<String> near = Similar.to(name, spec.fields().keySet());
    Optional<FieldSpec> secret =
        spec.field(name.replaceFirst("_file$", "")).filter(field -> field.type().isSecret());
    if (secret.isPresent()) {
      section.misspelt(secret.get().name());
      String help = secret.get().instead().map(other -> "use " + other + " instead").orElse("");
      findings.error(
          "config/unknown-field",
          key,
          message + ": Alertmanager reads " + secret.get().name() + " from no file",
          help.isEmpty() ? "set " + secret.get().name() + ", and keep the file secret" : help);
    } else if (near.isPresent()) {
      section.misspelt(near.get());
      if (value.kind() == YamlNode.Kind.SCALAR) {
        findings.shown().value(spec, spec.field(near.get()).orElseThrow().type(), value);
      }
      findings.error("config/unknown-field", key, message, "did you mean " + near.get() + "?");
    } else {
      findings.error(
          "config/unknown-field",
          key,
          message,
          belongs(section, name)
              .orElseGet(() -> "fields here: " + String.join(", ", spec.fields().keySet())));
    }
  }

  private void checkGroups(Section section) {
    for (StructSpec.Group group : section.spec().groups()) {
      List<String> set = group.fields().stream().filter(section::isSet).toList();
      if (group.atMostOne() && set.size() > 1) {
        findings.error(
            "config/exclusive",
            section.place(set.get(1)),
            "at most one of " + String.join(", ", group.fields()) + " may be set",
            "keep one of " + String.join(", ", set));
      } else if (group.atLeastOne() && group.fields().stream().noneMatch(section::isGiven)) {
        findings.error(
            "config/required",
            section.node(),
            Words.inA(section.spec()) + " needs one of " + String.join(", ", group.fields()));
      }
    }
  }

  private @Nullable Object value(FieldSpec field, YamlNode node) {
    return value(field.type(), field.name(), node);
  }

  private @Nullable Object value(FieldType type, String name, YamlNode node) {
    YamlNode target = node.resolved();
    if (target.isNull()) {
      return null;
    }
    Optional<String> badTag =
        target.kind() == YamlNode.Kind.SCALAR ? Yaml2.tagProblem(target) : Optional.empty();
    if (badTag.isPresent()) {
      findings.error(TYPE, target, badTag.get(), "remove the tag, or correct the value");
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
      wrongType(target, "\"" + name + "\" is one value");
      return null;
    }
    findings.shown().value(path.element(), type, target);
    if (type instanceof FieldType.Choice choice) {
      if (!choice.words().contains(target.value())
          && !(choice.mayBeEmpty() && target.value().isEmpty())) {
        findings.error(
            VALUE,
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
      wrongType(node, "\"" + name + "\" is a list");
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
      wrongType(node, "\"" + name + "\" is a map");
      return null;
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    fill(all, type, name, node);
    return Collections.unmodifiableMap(all);
  }

  private void fill(Map<String, @Nullable Object> all, FieldType type, String name, YamlNode node) {
    List<YamlNode> content = node.content();
    for (int i = 0; i + 1 < content.size(); i += 2) {
      YamlNode key = content.get(i).resolved();
      if (key.isMerge()) {
        merge(content.get(i + 1), part -> fill(all, type, name, part));
      } else if (key.kind() != YamlNode.Kind.SCALAR) {
        findings.error(TYPE, key, "a name in \"" + name + "\" is a text, not a list or a map");
      } else if (all.containsKey(key.value())) {
        findings.error(
            "config/duplicate",
            key,
            "\"" + key.value() + "\" is already set in \"" + name + "\"",
            "keep one of them");
      } else {
        YamlNode value = content.get(i + 1);
        all.put(key.value(), value(type, name, value));
        checkKey(type, name, key, value);
      }
    }
  }

  private void checkKey(FieldType type, String name, YamlNode key, YamlNode value) {
    boolean regex = type instanceof FieldType.Scalar scalar && scalar.kind() == Kind.REGEX;
    if (!regex && !name.equals("match") && !name.endsWith("_match")) {
      return;
    }
    if (!MatcherSyntax.isClassicLabelName(key.value())) {
      findings.error(
          VALUE,
          key,
          "\"" + key.value() + "\" is no label name that \"" + name + "\" can hold",
          "use matchers, which take any name in quotes");
    }
    if (regex && value.isNull()) {
      findings.error(VALUE, key, "\"" + key.value() + "\" has no regular expression");
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
    String text = node.value();
    switch (kind) {
      case BOOL -> {
        Optional<Boolean> truth = Yaml2.bool(node);
        if (truth.isEmpty()) {
          wrongType(node, "\"" + name + "\" is true or false, without quotes");
        }
        return truth.orElse(null);
      }
      case INT, UINT -> {
        Optional<Long> number = Yaml2.integer(node);
        if (number.isEmpty() || kind == Kind.UINT && number.get() < 0) {
          wrongType(
              node,
              "\""
                  + name
                  + "\" is a whole number"
                  + (kind == Kind.UINT ? ", not below 0" : "")
                  + ", without quotes");
        }
        return number.orElse(null);
      }
      case FLOAT -> {
        Optional<Double> number =
            Yaml2.number(node).or(() -> Yaml2.integer(node).map(Long::doubleValue));
        if (number.isEmpty()) {
          wrongType(node, "\"" + name + "\" is a number, without quotes");
        }
        return number.orElse(null);
      }
      case DURATION -> {
        if (GoDuration.parse(text).isEmpty()) {
          findings.error(
              VALUE,
              node,
              "\"" + text + "\" is no duration",
              "write whole numbers with units, such as 30s, 5m, 1h30m or 7d");
        }
      }
      case GO_DURATION -> {
        if (Yaml2.integer(node).isEmpty() && !GoDuration.isGoDuration(text)) {
          findings.error(
              VALUE, node, "\"" + text + "\" is no duration", "write it such as 30s or 1h30m");
        }
      }
      case TEXT_DURATION -> {
        if (!GoDuration.isGoDuration(text)) {
          findings.error(
              VALUE, node, "\"" + text + "\" is no duration", "write it such as 30s or 1h30m");
        }
      }
      case URL -> url(name, node, true);
      case SECRET_URL -> {
        if (!text.equals("<secret>")) {
          url(name, node, false);
        }
      }
      case SECRET_TEMPLATE_URL -> {
        if (text.contains("{{")) {
          GoTemplates.problem(text)
              .ifPresent(
                  problem ->
                      findings.error(VALUE, node, "\"" + name + "\" is no template: " + problem));
        } else if (!text.isEmpty() && !text.equals("<secret>") && !isNullWord(node)) {
          url(name, node, false);
        }
      }
      case PROXY_URL ->
          GoUrl.parse(text)
              .error()
              .filter(error -> !text.isEmpty())
              .ifPresent(
                  error -> findings.error(VALUE, node, "\"" + name + "\" is no address: " + error));
      case HOST_PORT -> hostPort(name, node);
      case REGEX -> regex(node);
      case MATCHERS -> matchers(node);
      case LOCATION -> attempt(node, () -> TimeSpec.location(text));
      case WEEKDAYS -> attempt(node, () -> TimeSpec.weekdays(text));
      case DAYS_OF_MONTH -> attempt(node, () -> TimeSpec.daysOfMonth(text));
      case MONTHS -> attempt(node, () -> TimeSpec.months(text));
      case YEARS -> attempt(node, () -> TimeSpec.years(text));
      default -> {}
    }
    return text;
  }

  /** A null in quotes: Go's yaml.v2 takes it past the type's own reader, as it stands. */
  private static boolean isNullWord(YamlNode node) {
    return !node.isPlain() && (node.value().equals("~") || node.value().equals("null"));
  }

  private void url(String name, YamlNode node, boolean shown) {
    GoUrl url = GoUrl.parse(node.value());
    String subject = "\"" + name + "\"" + (shown ? " \"" + node.value() + "\"" : "");
    String help = "write all of it, such as https://example.com/path";
    if (Variable.in(node.value()).isPresent()) {
      help =
          "Alertmanager expands no variables: put the address into a file and use "
              + name
              + "_file";
    }
    if (url.error().isPresent()) {
      findings.error(VALUE, node, subject + " is no address: " + url.error().get(), help);
    } else if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
      findings.error(VALUE, node, subject + " does not start with http:// or https://", help);
    } else if (url.host().isEmpty()) {
      findings.error(VALUE, node, subject + " has no host", help);
    }
  }

  private void hostPort(String name, YamlNode node) {
    String text = node.value();
    if (text.isEmpty()) {
      return;
    }
    int colon = text.lastIndexOf(':');
    boolean bracket = text.startsWith("[");
    int end = text.indexOf(']');
    boolean valid =
        colon >= 0
            && colon < text.length() - 1
            && (bracket
                ? end > 0
                    && end + 1 == colon
                    && text.indexOf('[', 1) < 0
                    && text.indexOf(']', end + 1) < 0
                : text.indexOf(':') == colon && text.indexOf('[') < 0 && end < 0);
    if (!valid) {
      findings.error(
          VALUE,
          node,
          "\"" + name + "\" \"" + text + "\" is no host with a port",
          "write host:port, such as smtp.example.com:587");
    }
  }

  private void regex(YamlNode node) {
    GoRegexp.checkAnchored(node.value())
        .ifPresent(
            error ->
                findings.error(
                    "config/matcher", node, "\"" + node.value() + "\" is refused: " + error));
  }

  private void matchers(YamlNode node) {
    MatcherSyntax.Reading reading = MatcherSyntax.FALLBACK.parse(node.value());
    reading
        .error()
        .ifPresent(
            error ->
                findings.error(
                    "config/matcher",
                    node,
                    "matcher `" + node.value() + "` cannot be read: " + error,
                    "write it such as severity=\"critical\" or instance=~\"web.+\""));
    reading
        .warning()
        .ifPresent(
            warning ->
                findings.warning(
                    "config/matcher-syntax",
                    node,
                    "matcher `" + node.value() + "`: " + warning,
                    doubled(reading.matchers())
                        .orElse("put the value into double quotes and double its backslashes")));
  }

  /** What to write for {@code severity == critical}, whose value begins with a sign. */
  private static Optional<String> doubled(List<AlertMatcher> matchers) {
    return matchers.stream()
        .filter(matcher -> matcher.op() == MatchOp.EQUAL && matcher.value().startsWith("="))
        .findFirst()
        .map(
            matcher ->
                "write "
                    + matcher.name()
                    + "=\""
                    + matcher.value().substring(1).strip()
                    + "\" with a single =: now the value is \""
                    + matcher.value()
                    + "\"");
  }

  private void attempt(YamlNode node, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      findings.error(VALUE, node, Objects.requireNonNullElse(e.getMessage(), "no such value"));
    }
  }

  private void wrongType(YamlNode node, String wanted) {
    String found =
        switch (node.kind()) {
          case SEQUENCE -> "a list";
          case MAPPING -> "a map";
          default -> "one value";
        };
    findings.error(TYPE, node, "wanted: " + wanted + "; found " + found);
  }
}
