package dev.tocsin.generator.rules;

import dev.tocsin.generator.rules.SourceRule.Field;
import dev.tocsin.generator.yaml.YamlNode;
import dev.tocsin.generator.yaml.YamlNode.Kind;
import dev.tocsin.generator.yaml.YamlScalars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads groups and rules out of YAML nodes as <a
 * href="https://pkg.go.dev/gopkg.in/yaml.v3#Decoder.KnownFields">Go's strict decoder</a> fills <a
 * href="https://github.com/prometheus/prometheus/blob/v3.5.3/model/rulefmt/rulefmt.go">Prometheus'
 * structs</a>: unknown and repeated keys are refused, null is as good as absent, any scalar will do
 * for a text, and {@code <<} merges what is not set.
 */
final class RuleDecoder {
  private static final String CHECK = "rules/structure";

  private final Report report;
  private final Set<YamlNode> openAliases = new HashSet<>();

  private long decoded;
  private long decodedThroughAliases;
  private boolean refused;
  private @Nullable Set<String> merged;

  RuleDecoder(Report report) {
    this.report = report;
  }

  // --- the structs ----------------------------------------------------------------------------

  List<SourceGroup> groups(YamlNode root) {
    List<SourceGroup> groups = new ArrayList<>();
    Map<String, BiConsumer<YamlNode, YamlNode>> fields =
        Map.of("groups", (key, value) -> list(value, "groups", node -> group(node, groups)));
    value(root, node -> struct(node, RuleKeys.FILE, fields));
    return refused ? List.of() : groups;
  }

  private void group(YamlNode node, List<SourceGroup> groups) {
    GroupBuilder group = new GroupBuilder();
    Map<String, BiConsumer<YamlNode, YamlNode>> fields = new HashMap<>();
    fields.put("name", (key, value) -> group.name = field(key, value));
    fields.put("interval", (key, value) -> duration(value).ifPresent(d -> group.interval = d));
    fields.put("query_offset", (key, value) -> group.queryOffset = duration(value));
    fields.put("limit", (key, value) -> group.limit = integer(value));
    fields.put("labels", (key, value) -> texts(value, group.labels));
    fields.put("rules", (key, value) -> list(value, "rules", rule -> rule(rule, group.rules)));
    if (struct(node, RuleKeys.GROUP, fields)) {
      groups.add(group.build(node));
    }
  }

  private void rule(YamlNode node, List<SourceRule> rules) {
    RuleBuilder rule = new RuleBuilder();
    Map<String, BiConsumer<YamlNode, YamlNode>> fields = new HashMap<>();
    fields.put("record", (key, value) -> rule.record = field(key, value));
    fields.put("alert", (key, value) -> rule.alert = field(key, value));
    fields.put("expr", (key, value) -> rule.expr = field(key, value));
    fields.put("for", (key, value) -> duration(value).ifPresent(d -> rule.pending = d));
    fields.put(
        "keep_firing_for", (key, value) -> duration(value).ifPresent(d -> rule.keepFiring = d));
    fields.put("labels", (key, value) -> texts(value, rule.labels));
    fields.put("annotations", (key, value) -> texts(value, rule.annotations));
    if (struct(node, RuleKeys.RULE, fields)) {
      rules.add(rule.build(node));
    }
  }

  private static final class GroupBuilder {
    private @Nullable Field name;
    private long interval;
    private OptionalLong queryOffset = OptionalLong.empty();
    private long limit;
    private final Map<String, Field> labels = new LinkedHashMap<>();
    private final List<SourceRule> rules = new ArrayList<>();

    SourceGroup build(YamlNode node) {
      return new SourceGroup(node, name, interval, queryOffset, limit, labels, rules);
    }
  }

  private static final class RuleBuilder {
    private @Nullable Field record;
    private @Nullable Field alert;
    private @Nullable Field expr;
    private long pending;
    private long keepFiring;
    private final Map<String, Field> labels = new LinkedHashMap<>();
    private final Map<String, Field> annotations = new LinkedHashMap<>();

    SourceRule build(YamlNode node) {
      return new SourceRule(node, record, alert, expr, pending, keepFiring, labels, annotations);
    }
  }

  // --- values ---------------------------------------------------------------------------------

  /** What to do with a node that is neither an alias nor null. */
  private interface Use {
    void accept(YamlNode node);
  }

  /** Follows aliases, passes over nulls, and stops where aliases multiply (a "billion laughs"). */
  private void value(YamlNode node, Use use) {
    if (refused) {
      return;
    }
    count();
    if (node.kind() == Kind.ALIAS) {
      if (!openAliases.add(node)) {
        refuse(node, "the anchor &" + node.value() + " contains itself");
        return;
      }
      value(node.resolved(), use);
      openAliases.remove(node);
    } else if (!node.isNull()) {
      use.accept(node);
    } else if (node.kind() != Kind.SCALAR) {
      use.accept(node); // A collection that is tagged !!null is read all the same.
    }
  }

  private void count() {
    decoded++;
    if (!openAliases.isEmpty()) {
      decodedThroughAliases++;
    }
    if (decodedThroughAliases > 100 && decoded > 1000) {
      // The limits are yaml.v3's: nearly all in a small document, a tenth in a large one.
      double share = Math.min(1, Math.max(0, (decoded - 400_000) / 3_600_000.0));
      if ((double) decodedThroughAliases / decoded > 0.99 - 0.89 * share) {
        refused = true;
        report.file(
            dev.tocsin.dsl.Problem.Level.ERROR,
            CHECK,
            "the file uses aliases so often that it would grow without bounds",
            "write the parts out");
      }
    }
  }

  private void refuse(YamlNode node, String message) {
    refused = true;
    report.error(CHECK, node, message, null);
  }

  private void wrongType(YamlNode node, String wanted) {
    String found =
        switch (node.kind()) {
          case MAPPING -> "a mapping";
          case SEQUENCE -> "a list";
          default -> "`" + shortened(node.value()) + "`";
        };
    report.error(CHECK, node, "this must be " + wanted + ", and is " + found, null);
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private void list(YamlNode list, String what, Use element) {
    value(
        list,
        node -> {
          if (node.kind() != Kind.SEQUENCE) {
            wrongType(node, "a list of " + what);
          } else {
            node.content().forEach(child -> value(child, element));
          }
        });
  }

  /** A text; null when there is none. */
  private @Nullable String text(YamlNode node) {
    String[] found = new String[1];
    value(
        node,
        scalar -> {
          if (scalar.kind() != Kind.SCALAR) {
            wrongType(scalar, "a text");
            return;
          }
          Optional<String> problem = YamlScalars.tagProblem(scalar);
          if (problem.isPresent()) {
            refuse(scalar, problem.get());
          } else {
            found[0] = Texts.of(scalar);
          }
        });
    return found[0];
  }

  private @Nullable Field field(YamlNode key, YamlNode node) {
    String text = text(node);
    return text == null ? null : new Field(text, key, node);
  }

  private OptionalLong duration(YamlNode node) {
    String text = text(node);
    if (text == null) {
      return OptionalLong.empty();
    }
    DurationText.Result result = DurationText.parse(text);
    if (result.problem() != null) {
      report.error("rules/duration", node, result.problem(), result.help());
      return OptionalLong.empty();
    }
    return OptionalLong.of(result.nanoseconds());
  }

  private long integer(YamlNode node) {
    long[] found = new long[1];
    value(
        node,
        scalar -> {
          Optional<Long> whole = YamlScalars.toLong(scalar);
          if (whole.isEmpty()) {
            wrongType(scalar, "a whole number without quotes");
          } else {
            found[0] = whole.get();
          }
        });
    return found[0];
  }

  // --- mappings -------------------------------------------------------------------------------

  /** Labels or annotations; a null value is an empty text. */
  private void texts(YamlNode mapping, Map<String, Field> into) {
    value(mapping, node -> textsOf(node, into));
  }

  private void textsOf(YamlNode node, Map<String, Field> into) {
    if (node.kind() != Kind.MAPPING) {
      wrongType(node, "a mapping of names to texts");
      return;
    }
    if (hasRepeatedKeys(node)) {
      return;
    }
    Set<String> taken = merged;
    merged = null;
    YamlNode merge = null;
    for (int i = 0; i + 1 < node.content().size(); i += 2) {
      YamlNode key = node.content().get(i);
      YamlNode value = node.content().get(i + 1);
      if (isMerge(key)) {
        merge = value;
        continue;
      }
      String name = text(key);
      if (name == null || (taken != null && !taken.add(name))) {
        continue;
      }
      String text = text(value);
      if (text != null) {
        into.put(name, new Field(text, key, value));
      } else if (value.isNull()) {
        into.putIfAbsent(name, new Field("", key, value));
      }
    }
    merged = taken;
    if (merge != null) {
      merge(node, merge, source -> textsOf(source, into));
    }
  }

  /** Fills a struct; false when the node is none, or says a key twice. */
  private boolean struct(
      YamlNode node, RuleKeys keys, Map<String, BiConsumer<YamlNode, YamlNode>> fields) {
    if (node.kind() != Kind.MAPPING) {
      wrongType(node, keys.described());
      return false;
    }
    if (hasRepeatedKeys(node)) {
      return false;
    }
    Set<String> taken = merged;
    merged = null;
    YamlNode merge = null;
    Set<String> done = new HashSet<>();
    for (int i = 0; i + 1 < node.content().size() && !refused; i += 2) {
      YamlNode key = node.content().get(i);
      YamlNode value = node.content().get(i + 1);
      if (isMerge(key)) {
        merge = value;
        continue;
      }
      String name = text(key);
      if (name == null || (taken != null && !taken.add(name))) {
        continue;
      }
      BiConsumer<YamlNode, YamlNode> field = fields.get(name);
      if (field == null) {
        report.error(
            "rules/unknown-field",
            key,
            "unknown field \"" + shortened(name) + "\" in " + keys.described(),
            keys.help(name));
      } else if (!done.add(name)) {
        report.error(CHECK, key, "\"" + name + "\" is set twice", "remove one of them");
      } else {
        field.accept(key, value);
      }
    }
    merged = taken;
    if (merge != null && !refused) {
      merge(node, merge, source -> struct(source, keys, fields));
    }
    return true;
  }

  private boolean hasRepeatedKeys(YamlNode mapping) {
    Map<String, YamlNode> seen = new HashMap<>();
    boolean repeated = false;
    for (int i = 0; i < mapping.content().size(); i += 2) {
      YamlNode key = mapping.content().get(i);
      YamlNode first = seen.putIfAbsent(key.kind() + key.value(), key);
      if (first != null) {
        repeated = true;
        report.error(
            CHECK,
            key,
            "the key \""
                + shortened(key.value())
                + "\" stands twice: first in line "
                + first.line(),
            "remove one of them");
      }
    }
    return repeated;
  }

  private static boolean isMerge(YamlNode key) {
    if (key.kind() != Kind.SCALAR || !key.value().equals("<<")) {
      return false;
    }
    return key.tag().equals("!!merge")
        || (key.isPlain() && key.tag().isEmpty())
        || key.tag().equals("!") && key.isPlain();
  }

  /** Fills in what the mapping that merges does not say itself. */
  private void merge(YamlNode parent, YamlNode source, Use fill) {
    Set<String> taken = merged;
    if (taken == null) {
      Set<String> own = new HashSet<>();
      for (int i = 0; i < parent.content().size(); i += 2) {
        YamlNode key = parent.content().get(i).resolved();
        own.add(key.kind() == Kind.SCALAR ? Texts.of(key) : "");
      }
      merged = own;
    }
    List<YamlNode> sources = source.kind() == Kind.SEQUENCE ? source.content() : List.of(source);
    for (YamlNode from : sources) {
      if (from.resolved().kind() != Kind.MAPPING) {
        refuse(from, "<< takes a mapping or a list of mappings");
        break;
      }
      value(from, fill);
    }
    merged = taken;
  }
}
