package dev.tocsin.generator.yaml;

import dev.tocsin.dsl.problem.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a YAML file is, by the names at its top. */
public enum FileKind {
  RULES("a rule file", "`tocsin check rules` checks it"),
  ALERTMANAGER("an Alertmanager configuration", "`tocsin check config` checks it"),
  RULE_TESTS("a unit test of rules", "`promtool test rules` runs it"),
  PROMETHEUS("a Prometheus configuration", "`promtool check config` checks it"),
  KUBERNETES("a Kubernetes object", "");

  private final String described;
  private final String help;

  FileKind(String described, String help) {
    this.described = described;
    this.help = help;
  }

  /**
   * Why a document is another kind of file than the one that is expected; empty where it is that
   * kind, or none that is known.
   */
  public static Optional<Problem> otherThan(FileKind expected, YamlNode root) {
    Map<String, YamlNode> top = top(root);
    boolean own = expected == RULES ? top.containsKey("groups") : top.containsKey("route");
    if (own) {
      return Optional.empty();
    }
    return kind(top)
        .filter(kind -> kind != expected)
        .map(
            kind ->
                YamlDocument.problem(
                    "the file is "
                        + kind.described
                        + (kind == KUBERNETES
                            ? " of kind " + top.getOrDefault("kind", root).value()
                            : "")
                        + ", not "
                        + expected.described,
                    root.line(),
                    root.column(),
                    kind == KUBERNETES ? inKubernetes(expected) : kind.help));
  }

  /** What a document is; empty where its names say nothing. */
  public static Optional<FileKind> of(YamlNode root) {
    return kind(top(root));
  }

  private static Map<String, YamlNode> top(YamlNode root) {
    Map<String, YamlNode> top = new HashMap<>();
    if (root.kind() == YamlNode.Kind.MAPPING) {
      for (int i = 0; i + 1 < root.content().size(); i += 2) {
        top.put(root.content().get(i).resolved().value(), root.content().get(i + 1).resolved());
      }
    }
    return top;
  }

  private static Optional<FileKind> kind(Map<String, YamlNode> top) {
    if (top.containsKey("apiVersion") && top.containsKey("kind")) {
      return Optional.of(KUBERNETES);
    }
    if (top.containsKey("tests")) {
      return Optional.of(RULE_TESTS);
    }
    if (top.containsKey("scrape_configs")
        || top.containsKey("rule_files")
        || top.containsKey("alerting")) {
      return Optional.of(PROMETHEUS);
    }
    if (top.containsKey("groups")) {
      return Optional.of(RULES);
    }
    return top.containsKey("route") || top.containsKey("receivers")
        ? Optional.of(ALERTMANAGER)
        : Optional.empty();
  }

  private static String inKubernetes(FileKind expected) {
    return expected == RULES
        ? "write what is under `spec` into a file of its own"
        : "write the configuration that it holds into a file of its own";
  }
}
