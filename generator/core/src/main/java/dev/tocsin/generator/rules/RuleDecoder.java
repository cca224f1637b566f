package dev.tocsin.generator.rules;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.rules.SourceRule.Field;
import dev.tocsin.generator.yaml.YamlNode.Kind;
import dev.tocsin.generator.yaml.YamlNode;
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

  /**
   * What takes the fields of a mapping, one after the other. Named classes, because they start
   * fast.
   */
  private abstract static class Struct {
    private final RuleKeys keys;

    Struct(RuleKeys keys) {
      this.keys = keys;
    }

    /** Takes a field that is one of the {@link RuleKeys}. */
    abstract void set(String name, YamlNode key, YamlNode value);
  }

  List<SourceGroup> groups(YamlNode root) {
    FileFields file = new FileFields();
    struct(root, file);
    return refused ? List.of() : file.groups;
  }

  private final class FileFields extends Struct {
    private final List<SourceGroup> groups = new ArrayList<>();

    FileFields() {
      super(RuleKeys.FILE);
    }

    @Override
    void set(String name, YamlNode key, YamlNode value) {
      for (YamlNode element : elements(value, "groups")) {
        GroupFields group = new GroupFields();
        YamlNode node = struct(element, group);
        if (node != null) {
          groups.add(group.build(node));
        }
      }
      leave(value);
    }
  }

  private final class GroupFields extends Struct {
    private @Nullable Field name;
    private long interval;
    private OptionalLong queryOffset = OptionalLong.empty();
    private long limit;
    private final Map<String, Field> labels = new LinkedHashMap<>();
    private final List<SourceRule> rules = new ArrayList<>();

    GroupFields() {
      super(RuleKeys.GROUP);
    }

    @Override
    void set(String field, YamlNode key, YamlNode value) {
      switch (field) {
        case "name" -> name = field(key, value);
        case "interval" -> interval = duration(value).orElse(interval);
        case "query_offset" -> queryOffset = duration(value);
        case "limit" -> limit = integer(value);
        case "labels" -> texts(value, labels);
        default -> rules(value);
      }
    }

    private void rules(YamlNode value) {
      for (YamlNode element : elements(value, "rules")) {
        RuleFields rule = new RuleFields();
        YamlNode node = struct(element, rule);
        if (node != null) {
          rules.add(rule.build(node));
        }
      }
      leave(value);
    }

    SourceGroup build(YamlNode node) {
      return new SourceGroup(node, name, interval, queryOffset, limit, labels, rules);
    }
  }

  private final class RuleFields extends Struct {
    private @Nullable Field record;
    private @Nullable Field alert;
    private @Nullable Field expr;
    private long pending;
    private long keepFiring;
    private final Map<String, Field> labels = new LinkedHashMap<>();
    private final Map<String, Field> annotations = new LinkedHashMap<>();

    RuleFields() {
      super(RuleKeys.RULE);
    }

    @Override
    void set(String name, YamlNode key, YamlNode value) {
      switch (name) {
        case "record" -> record = field(key, value);
        case "alert" -> alert = field(key, value);
        case "expr" -> expr = field(key, value);
        case "for" -> pending = duration(value).orElse(pending);
        case "keep_firing_for" -> keepFiring = duration(value).orElse(keepFiring);
        case "labels" -> texts(value, labels);
        default -> texts(value, annotations);
      }
    }

    SourceRule build(YamlNode node) {
      return new SourceRule(node, record, alert, expr, pending, keepFiring, labels, annotations);
    }
  }

  // --- values ---------------------------------------------------------------------------------

  /**
   * The node that gives a value, aliases followed; null for a null, and where aliases multiply (a
   * "billion laughs"). What is inside of an alias is counted until {@link #leave}.
   */
  private @Nullable YamlNode enter(YamlNode node) {
    YamlNode found = node;
    while (!refused) {
      count();
      if (found.kind() != Kind.ALIAS) {
        // A collection that is tagged !!null is read all the same.
        return found.isNull() && found.kind() == Kind.SCALAR ? null : found;
      }
      if (!openAliases.add(found)) {
        refuse(found, "the anchor &" + found.value() + " contains itself");
        return null;
      }
      found = found.resolved();
    }
    return null;
  }

  /** Ends what {@link #enter} began. */
  private void leave(YamlNode node) {
    if (node.kind() == Kind.ALIAS) {
      openAliases.remove(node);
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
            Problem.Level.ERROR,
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
    boolean brackets = node.kind() != Kind.SCALAR && node.style() == YamlNode.Style.FLOW;
    report.error(
        CHECK,
        node,
        "this must be " + wanted + ", and is " + found,
        brackets && wanted.equals("a text") ? "put the text into quotes or after |" : null);
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  /** A list's elements, none when it is null or no list; the caller leaves it. */
  private List<YamlNode> elements(YamlNode list, String what) {
    YamlNode node = enter(list);
    if (node == null) {
      return List.of();
    }
    if (node.kind() != Kind.SEQUENCE) {
      wrongType(node, "a list of " + what);
      return List.of();
    }
    return node.content();
  }

  /** A text; null when there is none. */
  private @Nullable String text(YamlNode node) {
    YamlNode scalar = enter(node);
    leave(node);
    if (scalar == null) {
      return null;
    }
    if (scalar.kind() != Kind.SCALAR) {
      wrongType(scalar, "a text");
      return null;
    }
    if (!scalar.tag().isEmpty()) {
      Optional<String> problem = YamlScalars.tagProblem(scalar);
      if (problem.isPresent()) {
        refuse(scalar, problem.get());
        return null;
      }
    }
    return Texts.of(scalar);
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
    Optional<GoDuration.Wrong> wrong = GoDuration.wrong(text);
    if (wrong.isPresent()) {
      report.error("rules/duration", node, wrong.get().problem(), wrong.get().help());
      return OptionalLong.empty();
    }
    return OptionalLong.of(GoDuration.milliseconds(text) * 1_000_000);
  }

  private long integer(YamlNode node) {
    YamlNode scalar = enter(node);
    leave(node);
    if (scalar == null) {
      return 0;
    }
    Optional<Long> whole = YamlScalars.toLong(scalar);
    if (whole.isEmpty()) {
      wrongType(scalar, "a whole number without quotes");
    }
    return whole.orElse(0L);
  }

  // --- mappings -------------------------------------------------------------------------------

  /** Labels or annotations; a null value is an empty text. */
  private void texts(YamlNode mapping, Map<String, Field> into) {
    YamlNode node = enter(mapping);
    if (node != null && node.kind() != Kind.MAPPING) {
      wrongType(node, "a mapping of names to texts");
    } else if (node != null && !hasRepeatedKeys(node)) {
      textsOf(node, into);
    }
    leave(mapping);
  }

  private void textsOf(YamlNode node, Map<String, Field> into) {
    Set<String> taken = merged;
    merged = null;
    YamlNode merge = null;
    for (int i = 0; i + 1 < node.content().size() && !refused; i += 2) {
      YamlNode key = node.content().get(i);
      YamlNode value = node.content().get(i + 1);
      if (key.isMerge()) {
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
    if (merge != null && !refused) {
      merge(node, merge, null, into);
    }
  }

  /** Fills a struct; gives its node, or null when there is none or it says a key twice. */
  private @Nullable YamlNode struct(YamlNode mapping, Struct struct) {
    YamlNode node = enter(mapping);
    boolean filled = false;
    if (node != null && node.kind() != Kind.MAPPING) {
      wrongType(node, struct.keys.described());
    } else if (node != null && !hasRepeatedKeys(node)) {
      fields(node, struct);
      filled = true;
    }
    leave(mapping);
    return filled ? node : null;
  }

  private void fields(YamlNode node, Struct struct) {
    Set<String> taken = merged;
    merged = null;
    YamlNode merge = null;
    Set<String> done = new HashSet<>();
    for (int i = 0; i + 1 < node.content().size() && !refused; i += 2) {
      YamlNode key = node.content().get(i);
      YamlNode value = node.content().get(i + 1);
      if (key.isMerge()) {
        merge = value;
        continue;
      }
      String name = text(key);
      if (name == null || (taken != null && !taken.add(name))) {
        continue;
      }
      if (!struct.keys.has(name)) {
        report.error(
            "rules/unknown-field",
            key,
            "unknown field \"" + shortened(name) + "\" in " + struct.keys.described(),
            struct.keys.help(name));
      } else if (!done.add(name)) {
        report.error(CHECK, key, "\"" + name + "\" is set twice", "remove one of them");
      } else {
        struct.set(name, key, value);
      }
    }
    merged = taken;
    if (merge != null && !refused) {
      merge(node, merge, struct, null);
    }
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

  /** Fills in what the mapping that merges does not say itself; into a struct, or into texts. */
  private void merge(
      YamlNode parent,
      YamlNode source,
      @Nullable Struct struct,
      @Nullable Map<String, Field> texts) {
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
      if (struct != null) {
        struct(from, struct);
      } else if (texts != null) {
        texts(from, texts);
      }
    }
    merged = taken;
  }
}
