package dev.tocsin.generator.rules;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.schema.FieldType.Kind;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.rules.SourceRule.Field;
import dev.tocsin.generator.source.Decoder;
import dev.tocsin.generator.source.GoYaml;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.MergedEntries;
import dev.tocsin.generator.yaml.YamlNode;
import dev.tocsin.generator.yaml.YamlScalars;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the groups and rules of a file by the table of a rule file's fields. */
final class RuleReader {
  private static final String STRUCTURE = "rules/structure";

  /** {@link RuleChecks} reports what is missing, as Prometheus looks for that later. */
  private static final Decoder.Checks CHECKS =
      new Decoder.Checks(
          STRUCTURE, STRUCTURE, STRUCTURE, STRUCTURE, "rules/unknown-field", STRUCTURE, null);

  private RuleReader() {}

  static Optional<Section> file(YamlNode root, SourceProblems problems) {
    return new Decoder(Schema.rules(), GoYaml.V3, CHECKS, new Values(problems), problems)
        .root(root);
  }

  static List<SourceGroup> groups(Section file) {
    return file.sections("groups").stream().map(RuleReader::group).toList();
  }

  private record Values(SourceProblems problems) implements Decoder.Values {
    @Override
    public void check(Kind kind, String name, YamlNode node) {
      if (kind == Kind.DURATION) {
        GoDuration.wrong(YamlScalars.text(node))
            .ifPresent(
                wrong -> problems.error("rules/duration", node, wrong.problem(), wrong.help()));
      }
    }

    @Override
    public Optional<String> helpForUnknown(String name) {
      return Optional.ofNullable(OtherTools.HELP.get(name));
    }
  }

  private static SourceGroup group(Section group) {
    return new SourceGroup(
        group.node(),
        field(group, "name"),
        nanoseconds(group, "interval").orElse(0),
        nanoseconds(group, "query_offset"),
        group.number("limit").orElse(0L),
        texts(group, "labels"),
        group.sections("rules").stream().map(RuleReader::rule).toList());
  }

  private static SourceRule rule(Section rule) {
    return new SourceRule(
        rule.node(),
        field(rule, "record"),
        field(rule, "alert"),
        field(rule, "expr"),
        nanoseconds(rule, "for").orElse(0),
        nanoseconds(rule, "keep_firing_for").orElse(0),
        texts(rule, "labels"),
        texts(rule, "annotations"));
  }

  private static @Nullable Field field(Section section, String name) {
    return section
        .entry(name)
        .filter(entry -> entry.value() instanceof String)
        .map(entry -> new Field(section.text(name), entry.key(), entry.node()))
        .orElse(null);
  }

  private static OptionalLong nanoseconds(Section section, String name) {
    String text = section.text(name);
    return section.has(name) && GoDuration.wrong(text).isEmpty()
        ? OptionalLong.of(GoDuration.milliseconds(text) * 1_000_000)
        : OptionalLong.empty();
  }

  /** Labels or annotations; a null value is an empty text. */
  private static Map<String, Field> texts(Section section, String name) {
    Map<String, Field> all = new LinkedHashMap<>();
    YamlNode map = section.entry(name).map(Section.Entry::node).orElse(section.node()).resolved();
    Map<String, String> texts = section.map(name);
    if (!texts.isEmpty()) {
      for (MergedEntries.Entry entry : MergedEntries.of(map, GoYaml.V3.precedence())) {
        String key = YamlScalars.text(entry.key().resolved());
        String text = entry.key().isMerge() ? null : texts.get(key);
        if (text != null) {
          all.putIfAbsent(key, new Field(text, entry.key(), entry.value()));
        }
      }
    }
    return all;
  }
}
