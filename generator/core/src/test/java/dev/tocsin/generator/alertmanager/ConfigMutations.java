package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Spoils a configuration in one place, seldom in two or three, in ways that people do. */
final class ConfigMutations {
  /** Values of all kinds, right ones among them. */
  private static final List<String> VALUES =
      List.of(
          "5m",
          "5 m",
          "0s",
          "1h30m",
          "-5m",
          "1.5h",
          "1d",
          "5",
          "",
          "null",
          "true",
          "yes",
          "\"true\"",
          "0",
          "-1",
          "3.5",
          "~",
          "'~'",
          "http://x.example/y",
          "https://",
          "x.example",
          "ftp://x.example",
          "http://x y/",
          "'{{ .Status }}'",
          "'{{ .Status'",
          "'http://{{ .Status }}/'",
          "a=b",
          "'a=\"b\"'",
          "'a=~\"[\"'",
          "'a=~\"b.*\"'",
          "'{a=\"b\",c!=\"d\"}'",
          "'a'",
          "'a=b,'",
          "'a==b'",
          "'a.b=\"c\"'",
          "'[x'",
          "'(x|y).*'",
          "'x{2}'",
          "monday",
          "monday:friday",
          "friday:monday",
          "'1:5'",
          "'-3:-1'",
          "'31:1'",
          "january:march",
          "march:january",
          "'2020:2030'",
          "Europe/Berlin",
          "Mars/Base",
          "UTC",
          "'09:00'",
          "'25:00'",
          "'24:00'",
          "9:00",
          "mail:25",
          "mail",
          "':25'",
          "'[::1]:25'",
          "<secret>",
          "TLS12",
          "TLS99",
          "'...'",
          "group",
          "[]",
          "{}",
          "[a]",
          "[a, a]",
          "['...', a]",
          "{a: b}",
          "{a: [b]}",
          "[[a]]",
          "[{}]",
          "'critical'",
          "0x10",
          "1e3",
          "1_000",
          "2026-01-01",
          "héllo");

  private final Random random;
  private final List<Node> mappings = new ArrayList<>();
  private final List<Node> lists = new ArrayList<>();
  private final List<String> structNames =
      Schema.alertmanager().structs().stream()
          .flatMap(struct -> struct.fields().keySet().stream())
          .distinct()
          .toList();

  private ConfigMutations(Random random) {
    this.random = random;
  }

  /** Another text of the configuration. */
  static String mutate(String yaml, Random random) {
    Node root = Yamls.compose(yaml);
    ConfigMutations mutations = new ConfigMutations(random);
    mutations.collect(root, 0);
    if (mutations.mappings.isEmpty()) {
      return yaml;
    }
    for (int i = Math.max(0, random.nextInt(6) - 3); i >= 0; i--) {
      mutations.once();
    }
    return Yamls.write(root);
  }

  private void collect(Node node, int depth) {
    if (depth > 40) {
      return;
    }
    if (node instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      mappings.add(node);
      mapping.getValue().forEach(tuple -> collect(tuple.getValueNode(), depth + 1));
    } else if (node instanceof SequenceNode list) {
      lists.add(node);
      list.getValue().forEach(item -> collect(item, depth + 1));
    }
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void once() {
    List<NodeTuple> fields = ((MappingNode) any(mappings)).getValue();
    int at = random.nextInt(fields.size() + 1);
    NodeTuple field = at < fields.size() ? fields.get(at) : null;
    switch (random.nextInt(9)) {
      case 0 -> {
        if (field != null && fields.size() > 1) {
          fields.remove(at);
        }
      }
      case 1 -> fields.add(at, new NodeTuple(word(any(structNames)), value()));
      case 2 -> {
        if (field != null) {
          fields.set(at, new NodeTuple(word(misspelt(field.getKeyNode())), field.getValueNode()));
        }
      }
      case 3 -> {
        if (field != null) {
          fields.add(field); // Twice.
        }
      }
      case 4 -> {
        if (field != null) {
          fields.remove(at);
          List<NodeTuple> other = ((MappingNode) any(mappings)).getValue();
          other.add(field);
          if (fields.isEmpty()) {
            fields.add(new NodeTuple(word("name"), word("x")));
          }
        }
      }
      case 5 -> {
        if (!lists.isEmpty()) {
          List<Node> items = ((SequenceNode) any(lists)).getValue();
          if (items.isEmpty() || random.nextInt(3) == 0) {
            items.add(value());
          } else {
            items.set(random.nextInt(items.size()), value());
          }
        }
      }
      case 6 -> known(fields);
      default -> {
        if (field != null) {
          fields.set(at, new NodeTuple(field.getKeyNode(), value()));
        }
      }
    }
  }

  /** A field that belongs to a struct that looks like this one, so that it is often right. */
  private void known(List<NodeTuple> fields) {
    StructSpec best = null;
    int most = 0;
    for (StructSpec struct : Schema.alertmanager().structs()) {
      int here = 0;
      for (NodeTuple field : fields) {
        if (field.getKeyNode() instanceof ScalarNode key
            && struct.field(key.getValue()).isPresent()) {
          here++;
        }
      }
      if (here > most) {
        most = here;
        best = struct;
      }
    }
    if (best != null) {
      String name = any(List.copyOf(best.fields().keySet()));
      FieldType type = best.fields().get(name).type();
      Node value = type instanceof FieldType.Choice choice ? word(any(choice.words())) : value();
      fields.add(new NodeTuple(word(name), value));
    }
  }

  private String misspelt(Node key) {
    String name = key instanceof ScalarNode scalar ? scalar.getValue() : "x";
    if (name.length() < 2) {
      return name + "s";
    }
    int at = random.nextInt(name.length());
    return switch (random.nextInt(3)) {
      case 0 -> name.substring(0, at) + name.substring(at + 1);
      case 1 -> name.toUpperCase(Locale.ROOT);
      default -> name + "s";
    };
  }

  private Node value() {
    return Yamls.compose(any(VALUES));
  }

  private static Node word(String text) {
    return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
  }

  /** YAML to nodes and back. */
  private static final class Yamls {
    private Yamls() {}

    static Node compose(String yaml) {
      org.yaml.snakeyaml.LoaderOptions options = new org.yaml.snakeyaml.LoaderOptions();
      options.setMaxAliasesForCollections(1000);
      Node node = new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(yaml));
      return node == null
          ? new SequenceNode(Tag.SEQ, new ArrayList<>(), FlowStyle.FLOW)
          : unfrozen(node, 0);
    }

    /** A copy whose lists can be changed, without anchors. */
    private static Node unfrozen(Node node, int depth) {
      if (node instanceof MappingNode mapping && depth < 60) {
        List<NodeTuple> fields = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
          fields.add(
              new NodeTuple(
                  unfrozen(tuple.getKeyNode(), depth + 1),
                  unfrozen(tuple.getValueNode(), depth + 1)));
        }
        return new MappingNode(node.getTag(), fields, FlowStyle.BLOCK);
      }
      if (node instanceof SequenceNode list && depth < 60) {
        List<Node> items = new ArrayList<>();
        list.getValue().forEach(item -> items.add(unfrozen(item, depth + 1)));
        return new SequenceNode(node.getTag(), items, FlowStyle.BLOCK);
      }
      if (node instanceof ScalarNode scalar) {
        return new ScalarNode(
            scalar.getTag(), scalar.getValue(), null, null, scalar.getScalarStyle());
      }
      return node;
    }

    static String write(Node root) {
      StringWriter out = new StringWriter();
      org.yaml.snakeyaml.DumperOptions options = new org.yaml.snakeyaml.DumperOptions();
      options.setWidth(1_000_000);
      options.setSplitLines(false);
      new org.yaml.snakeyaml.Yaml(options).serialize(root, out);
      return out.toString();
    }
  }
}
