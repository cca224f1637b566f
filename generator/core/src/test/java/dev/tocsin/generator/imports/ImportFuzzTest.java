package dev.tocsin.generator.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.schema.FieldType.Kind;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with hostile texts in every field, in comments and in names, imported and compiled: what
 * the Java says is what the YAML says, and nothing of it is run.
 */
class ImportFuzzTest {
  private static final Set<Kind> TEXTS = Set.of(Kind.STRING, Kind.ANY, Kind.MATCHERS);
  private static final int IMPORTS_IN_A_BATCH = 10;

  @TempDir private Path folder;

  @Test
  void someThousandTexts() throws Exception {
    fuzz(2_000, 1);
  }

  @Test
  @Tag("thorough")
  void aHundredThousandTexts() throws Exception {
    fuzz(100_000, 2);
  }

  private void fuzz(int count, long seed) throws Exception {
    HostileTexts hostile = new HostileTexts(seed);
    List<List<EveryField.Leaf>> shapes = shapes();
    int done = 0;
    int imports = 0;
    while (done < count) {
      Map<String, Case> batch = new LinkedHashMap<>();
      Map<String, String> sources = new LinkedHashMap<>();
      while (batch.size() < IMPORTS_IN_A_BATCH && done < count) {
        Case one = new Case(hostile, shapes.get(imports % shapes.size()));
        String packageName = "fuzz.n" + imports++;
        Imported imported = Importer.run(one.request(packageName));
        assertThat(imported.isSound()).as(() -> imported.problems().toString()).isTrue();
        sources.putAll(imported.files().texts());
        batch.put(packageName, one);
        done += one.texts;
      }
      Path classes = folder.resolve("batch" + imports);
      assertThat(classes.toFile().mkdirs()).isTrue();
      assertThat(JavaCompiler.errors(sources, classes)).isEmpty();
      try (URLClassLoader loader = JavaCompiler.loader(classes)) {
        for (var one : batch.entrySet()) {
          one.getValue().check(JavaCompiler.definition(loader, one.getKey() + ".Fuzz").define());
        }
      }
    }
    assertThat(System.getProperty(HostileTexts.ESCAPED)).isNull();
    System.out.printf("Hostile texts imported and compiled: %d, in %d imports%n", done, imports);
  }

  /** Places whose texts may be any, as many as one configuration can have at once. */
  private static List<List<EveryField.Leaf>> shapes() {
    List<EveryField.Leaf> left = new ArrayList<>();
    int refused = 0;
    for (EveryField.Leaf leaf : EveryField.leaves()) {
      // Paths, and what is taken for a secret.
      boolean taken =
          leaf.path().matches("templates|.*(headers.values|claims.*|endpoint_params.*)");
      boolean takesAny =
          TEXTS.contains(leaf.kind())
              && !taken
              && leaf.accepts(text(leaf, "x"))
              && HostileTexts.PROBES.stream().allMatch(probe -> leaf.accepts(text(leaf, probe)));
      refused += takesAny ? 0 : 1;
      if (takesAny) {
        left.add(leaf);
      }
    }
    int all = left.size();
    List<List<EveryField.Leaf>> shapes = new ArrayList<>();
    while (!left.isEmpty()) {
      List<EveryField.Leaf> shape = new ArrayList<>();
      Map<String, Object> config = Map.of();
      for (EveryField.Leaf leaf : left) {
        Map<String, Object> more = EveryField.merged(config, leaf.config().apply(text(leaf, "x")));
        if (EveryField.refusal(bytes(EveryField.yaml(more))).isEmpty()) {
          config = more;
          shape.add(leaf);
        }
      }
      left.removeAll(shape);
      assertThat(shape).isNotEmpty();
      shapes.add(shape);
    }
    System.out.printf(
        "Fields that take any text: %d (others: %d), in %d shapes%n", all, refused, shapes.size());
    return shapes;
  }

  private static String text(EveryField.Leaf leaf, String text) {
    return leaf.kind() == Kind.MATCHERS ? "a=" + EveryField.quoted(text) : text;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One import, and what must come of it. */
  private static final class Case {
    private final HostileTexts hostile;
    private final Set<String> inRules = new HashSet<>();
    private final Set<String> inExpressions = new HashSet<>();
    private final Set<String> inReceivers = new HashSet<>();
    private final Set<String> given = new HashSet<>();
    private final byte[] rules;
    private final byte[] config;
    private final String page;
    private final String file;
    private int texts;

    Case(HostileTexts hostile, List<EveryField.Leaf> shape) {
      this.hostile = hostile;
      this.rules = bytes(rules());
      Map<String, Object> config = Map.of();
      for (EveryField.Leaf leaf : shape) {
        String text = in(given);
        config = EveryField.merged(config, leaf.config().apply(text(leaf, text)));
      }
      collect(config.getOrDefault("receivers", List.of()), inReceivers);
      inReceivers.retainAll(given); // A later place may be within an earlier one.
      this.config = bytes(comment() + EveryField.yaml(config) + comment());
      this.page =
          "# HELP up "
              + hostile.next().replace("\\", "\\\\").replaceAll("\\R|\\p{C}", "\\\\n")
              + "\n# TYPE up gauge\nup 1\n";
      this.file = hostile.next();
      texts += 2;
    }

    private String in(Set<String> texts) {
      return in(texts, "");
    }

    private String in(Set<String> texts, String end) {
      String text = hostile.next() + end;
      texts.add(text);
      this.texts++;
      return text;
    }

    private String comment() {
      texts++;
      return "# " + inOneLine() + "\n";
    }

    private String inOneLine() {
      return hostile.next().replaceAll("[\\p{C}\\p{Z}\\s]", " ");
    }

    private String quoted() {
      return EveryField.quoted(in(inRules));
    }

    private String operand() {
      return EveryField.quoted(in(inExpressions));
    }

    private String rules() {
      StringBuilder yaml = new StringBuilder(comment() + "groups:\n");
      for (int group = 0; group < 2; group++) {
        yaml.append("- name: ").append(EveryField.quoted(in(inRules, " group " + group)));
        yaml.append("\n  labels: {team: ").append(quoted()).append("}\n  rules:\n");
        for (int rule = 0; rule < 5; rule++) {
          String expression = "up{a=" + operand() + ",b=" + operand() + "} == 0";
          if (rule == 3) {
            expression = "sum by (b) (\n  # " + inOneLine() + "\n" + expression + "\n)";
          } else if (rule == 4) {
            expression =
                "label_replace(" + expression + ", \"c\", " + operand() + ", \"a\", \".*\")";
          }
          yaml.append("  ").append(comment());
          yaml.append("  - {alert: ").append(quoted()).append(", expr: ");
          yaml.append(EveryField.quoted(expression));
          yaml.append(", labels: {severity: ").append(quoted());
          for (int i = 0; i < 20; i++) {
            yaml.append(", l").append(i).append(": ").append(quoted());
          }
          yaml.append("}, annotations: {summary: ").append(quoted());
          yaml.append(", description: ").append(quoted());
          for (int i = 0; i < 30; i++) {
            yaml.append(", a").append(i).append(": ").append(quoted());
          }
          yaml.append("}}\n");
        }
        yaml.append("  - {record: \"a:b\", expr: ");
        yaml.append(EveryField.quoted("sum(up{b!=" + operand() + "})"));
        yaml.append(", labels: {zone: ").append(quoted()).append("}}\n");
      }
      return yaml.append(comment()).toString();
    }

    Importer.Request request(String packageName) {
      return new Importer.Request(
          packageName,
          "Fuzz",
          List.of(new Importer.Source(file, rules)),
          Optional.of(new Importer.Source(file, config)),
          Optional.of(new Importer.Source(file, bytes(page))));
    }

    void check(MonitoringModel model) {
      Map<String, String> files = Generator.files(model, "x").texts();
      List<Object> tree = RuleTree.of(rules);
      assertThat(RuleTree.of(files.get(GeneratedFiles.RULES))).isEqualTo(tree);
      assertThat(ConfigTree.differences(config, bytes(files.get(GeneratedFiles.ALERTMANAGER))))
          .isEmpty();
      Set<String> read = new HashSet<>();
      collect(tree, read);
      assertThat(missing(inRules, read)).isEmpty();
      for (Receiver receiver : model.alertmanager().orElseThrow().receivers()) {
        collect(receiver.labels(), read);
        receiver.integrations().forEach(one -> collect(one.fields(), read));
      }
      assertThat(missing(inReceivers, read)).isEmpty();
      assertThat(missing(inExpressions, operands(read))).isEmpty();
    }

    private static Set<String> missing(Set<String> expected, Set<String> read) {
      Set<String> missing = new TreeSet<>(expected);
      missing.removeAll(read);
      return missing;
    }

    /** The strings in those of some texts that are expressions. */
    private static Set<String> operands(Set<String> texts) {
      Set<String> found = new HashSet<>();
      texts.stream()
          .filter(text -> text.contains("up{"))
          .flatMap(text -> PromqlCheck.check(text).expr().stream())
          .flatMap(expr -> Nodes.of(expr).stream())
          .forEach(
              node -> {
                if (node instanceof Expr.VectorSelector selector) {
                  selector.matchers().forEach(matcher -> found.add(matcher.value()));
                } else if (node instanceof Expr.StringLiteral string) {
                  found.add(string.value());
                }
              });
      return found;
    }

    private static void collect(Object value, Collection<String> found) {
      if (value instanceof Fields fields) {
        collect(fields.asMap(), found);
      } else if (value instanceof Map<?, ?> map) {
        map.forEach(
            (name, below) -> {
              found.add(String.valueOf(name));
              collect(below, found);
            });
      } else if (value instanceof List<?> list) {
        list.forEach(item -> collect(item, found));
      } else if (value instanceof String text) {
        found.add(text);
      }
    }
  }
}
