package dev.tocsin.generator.fmt;

import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.yaml.MergedEntries;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts a document into the table's order and today's spellings. */
final class Canonical {
  private static final FieldType ANY = new FieldType.Scalar(FieldType.Kind.ANY);

  private final Schema schema;
  private final MergedEntries.Precedence precedence;
  private final Comments comments;

  /** An entry of a map whose merges have been resolved. */
  private record Pair(YamlNode key, YamlNode value, List<String> inherited) {}

  Canonical(Schema schema, MergedEntries.Precedence precedence, Comments comments) {
    this.schema = schema;
    this.precedence = precedence;
    this.comments = comments;
  }

  YamlOutput.Fields root(YamlNode root) {
    return struct(schema.root(), root.resolved());
  }

  private YamlOutput value(FieldType type, YamlNode node, boolean mayFold) {
    YamlNode target = node.resolved();
    if (target.isNull()) {
      return new YamlOutput.Plain("null");
    }
    return switch (target.kind()) {
      case SEQUENCE -> items(type, target);
      case MAPPING ->
          type instanceof FieldType.StructOf struct
              ? struct(schema.struct(struct.name()), target)
              : map(type instanceof FieldType.MapOf of ? of.value() : type, target);
      default -> scalar(type, target, mayFold);
    };
  }

  private static YamlOutput scalar(FieldType type, YamlNode node, boolean mayFold) {
    boolean isBool =
        type instanceof FieldType.Scalar scalar && scalar.kind() == FieldType.Kind.BOOL;
    if (isBool && node.isPlain()) {
      String lower = node.value().toLowerCase(Locale.ROOT);
      boolean truth = List.of("y", "yes", "true", "on").contains(lower);
      return new YamlOutput.Plain(String.valueOf(truth));
    }
    return Texts.scalar(node, mayFold);
  }

  private YamlOutput items(FieldType type, YamlNode node) {
    FieldType element = type instanceof FieldType.ListOf of ? of.element() : type;
    List<YamlOutput.Item> items = new ArrayList<>();
    for (YamlNode item : node.content()) {
      items.add(new YamlOutput.Item(comments.take(item), value(element, item, false)));
    }
    return new YamlOutput.Items(items, mayFlow(element));
  }

  /** Whether a list of these may be on one line; matchers are easier to read below each other. */
  static boolean mayFlow(FieldType element) {
    return !(element instanceof FieldType.Scalar scalar)
        || scalar.kind() != FieldType.Kind.MATCHERS;
  }

  /** Whether a long text may be folded: only where white space means nothing. */
  static boolean mayFold(StructSpec struct, FieldSpec field) {
    return struct.name().equals("rule") && field.name().equals("expr");
  }

  private YamlOutput map(FieldType type, YamlNode node) {
    List<YamlOutput.Field> fields = new ArrayList<>();
    for (Pair pair : pairs(node)) {
      fields.add(field(pair, Texts.key(pair.key), value(type, pair.value, false)));
    }
    return new YamlOutput.Fields(fields);
  }

  private YamlOutput.Field field(Pair pair, String key, YamlOutput value) {
    YamlOutput.Notes own = comments.take(pair.key);
    List<String> above = new ArrayList<>(pair.inherited);
    above.addAll(own.above());
    return new YamlOutput.Field(new YamlOutput.Notes(above, own.behind()), key, value);
  }

  private YamlOutput.Fields struct(StructSpec spec, YamlNode node) {
    Map<String, Pair> pairs = new LinkedHashMap<>();
    pairs(node).forEach(pair -> pairs.put(pair.key.value(), pair));
    Map<String, YamlOutput.Field> written = new LinkedHashMap<>();
    for (FieldSpec field : spec.fields().values()) {
      Pair pair = pairs.get(field.name());
      if (pair == null) {
        continue;
      }
      Optional<String> modern = modern(spec, field);
      if (modern.isPresent() && !pair.value.isNull()) {
        modernise(spec, field, pair, modern.get(), written);
      } else {
        YamlOutput.Field own =
            field(pair, field.name(), value(field.type(), pair.value, mayFold(spec, field)));
        written.merge(field.name(), own, Canonical::joined);
      }
    }
    List<YamlOutput.Field> ordered = new ArrayList<>();
    for (FieldSpec field : spec.fields().values()) {
      YamlOutput.Field own = written.get(field.name());
      if (own != null) {
        ordered.add(own);
      }
    }
    // What a tool takes and does not read, such as a key that is null, stays as it is.
    pairs.forEach(
        (name, pair) -> {
          if (spec.field(name).isEmpty()) {
            ordered.add(field(pair, Texts.key(pair.key), value(ANY, pair.value, false)));
          }
        });
    return new YamlOutput.Fields(ordered);
  }

  /** What is read from the file may come in two spellings: both lists, one behind the other. */
  private static YamlOutput.Field joined(YamlOutput.Field some, YamlOutput.Field more) {
    List<YamlOutput.Item> items = new ArrayList<>();
    if (some.value() instanceof YamlOutput.Items list) {
      items.addAll(list.items());
    }
    if (more.value() instanceof YamlOutput.Items list) {
      items.addAll(list.items());
    }
    List<String> above = new ArrayList<>(some.notes().above());
    more.notes().above().stream().filter(line -> !line.isEmpty()).forEach(above::add);
    Optional<String> behind = some.notes().behind();
    if (behind.isPresent()) {
      more.notes().behind().ifPresent(above::add);
    } else {
      behind = more.notes().behind();
    }
    return new YamlOutput.Field(
        new YamlOutput.Notes(above, behind), more.key(), new YamlOutput.Items(items, false));
  }

  /** The field that replaces an old spelling; none where the change would not be the same. */
  private static Optional<String> modern(StructSpec spec, FieldSpec field) {
    boolean listed = spec.name().equals("route") || spec.name().equals("inhibit_rule");
    return listed || spec.name().equals("config") ? field.deprecated() : Optional.empty();
  }

  private void modernise(
      StructSpec spec,
      FieldSpec field,
      Pair pair,
      String modern,
      Map<String, YamlOutput.Field> written) {
    YamlOutput value;
    if (spec.name().equals("config")) {
      value = value(field.type(), pair.value, false);
    } else {
      List<YamlOutput.Item> items = new ArrayList<>();
      MatchOp op = field.name().endsWith("_re") ? MatchOp.MATCHES : MatchOp.EQUAL;
      for (Pair condition : pairs(pair.value.resolved())) {
        YamlOutput.Field noted = field(condition, "", new YamlOutput.Plain(""));
        YamlNode text = condition.value.resolved();
        Matcher matcher = Matcher.of(condition.key.value(), op, text.isNull() ? "" : text.value());
        items.add(new YamlOutput.Item(noted.notes(), Texts.text(matcher.toString(), false)));
      }
      value = new YamlOutput.Items(items, false);
    }
    written.merge(modern, field(pair, modern, value), Canonical::joined);
  }

  /** The entries of a map, {@code <<} resolved. */
  private List<Pair> pairs(YamlNode node) {
    Map<String, Pair> all = new LinkedHashMap<>();
    List<String> inherited = new ArrayList<>();
    for (MergedEntries.Entry entry : MergedEntries.of(node, precedence)) {
      YamlNode key = entry.key().resolved();
      if (key.isMerge()) {
        YamlOutput.Notes notes = comments.take(key);
        notes.above().stream().filter(line -> !line.isEmpty()).forEach(inherited::add);
        notes.behind().ifPresent(inherited::add);
      } else {
        all.put(key.value(), new Pair(key, entry.value(), List.copyOf(inherited)));
        inherited.clear();
      }
    }
    List<Pair> pairs = new ArrayList<>(all.values());
    if (!inherited.isEmpty() && !pairs.isEmpty()) {
      Pair last = pairs.remove(pairs.size() - 1);
      inherited.addAll(0, last.inherited);
      pairs.add(new Pair(last.key, last.value, List.copyOf(inherited)));
    }
    return pairs;
  }
}
