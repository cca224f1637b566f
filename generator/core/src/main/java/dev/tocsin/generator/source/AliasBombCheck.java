package dev.tocsin.generator.source;

import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refuses documents that are made to exhaust their readers, before anything is read: aliases that
 * multiply, that contain themselves, and deep nesting. Takes one pass and no recursion.
 */
final class AliasBombCheck {
  private static final int MAX_DEPTH = 500;
  private static final List<String> CORE_TAGS =
      List.of(
          "!!str",
          "!!int",
          "!!float",
          "!!bool",
          "!!null",
          "!!map",
          "!!seq",
          "!!binary",
          "!!timestamp",
          "!!merge",
          "!!omap",
          "!!set",
          "!!pairs",
          "!!value",
          "!!yaml");

  private final GoYaml yaml;
  private final String check;
  private final SourceProblems findings;
  private final Map<YamlNode, Size> sizes = new IdentityHashMap<>();

  /**
   * How many nodes there are below with aliases expanded, how many of them by aliases, how deep.
   */
  private record Size(double nodes, double aliased, int depth) {}

  private record Open(YamlNode node, int[] next, double[] sums, int[] depth) {}

  private AliasBombCheck(GoYaml yaml, String check, SourceProblems findings) {
    this.yaml = yaml;
    this.check = check;
    this.findings = findings;
  }

  /** Whether the document can be read without harm; if not, a problem says why. */
  static boolean check(YamlNode root, GoYaml yaml, String check, SourceProblems findings) {
    return new AliasBombCheck(yaml, check, findings).walk(root);
  }

  private boolean walk(YamlNode root) {
    Deque<Open> stack = new ArrayDeque<>();
    stack.push(open(root));
    while (!stack.isEmpty()) {
      Open top = stack.peek();
      if (top.next[0] < top.node.content().size()) {
        YamlNode child = top.node.content().get(top.next[0]++);
        if (child.kind() == YamlNode.Kind.ALIAS) {
          Size target = sizes.get(child.resolved());
          if (target == null) {
            findings.error(
                check,
                child,
                "anchor \"" + child.value() + "\" contains itself",
                "an alias must come after the node that it repeats, not inside it");
            return false;
          }
          add(top, new Size(target.nodes + 1, target.nodes, target.depth));
        } else if (!child.content().isEmpty()) {
          stack.push(open(child));
        } else {
          if (!isHarmless(child)) {
            return false;
          }
          sizes.put(child, new Size(1, 0, 0));
          add(top, new Size(1, 0, 0));
        }
      } else {
        stack.pop();
        if (!isHarmless(top.node)) {
          return false;
        }
        Size size = new Size(top.sums[0] + 1, top.sums[1], top.depth[0] + 1);
        sizes.put(top.node, size);
        if (size.depth > MAX_DEPTH) {
          findings.error(check, top.node, "the file nests deeper than " + MAX_DEPTH + " levels");
          return false;
        }
        if (!stack.isEmpty()) {
          add(stack.peek(), size);
        }
      }
    }
    Size all = sizes.getOrDefault(root, new Size(1, 0, 0));
    if (all.aliased > 100 && all.nodes > 1000 && all.aliased / all.nodes > allowed(all.nodes)) {
      findings.error(
          check,
          root,
          "the file's aliases multiply to more than can be read",
          "write out what they repeat, or repeat less");
      return false;
    }
    return true;
  }

  /** The share of nodes by aliases that Go's yaml.v2 and yaml.v3 allow. */
  private static double allowed(double nodes) {
    if (nodes <= 400_000) {
      return 0.99;
    }
    return nodes >= 4_000_000 ? 0.10 : 0.99 - 0.89 * (nodes - 400_000) / 3_600_000;
  }

  private static Open open(YamlNode node) {
    return new Open(node, new int[1], new double[2], new int[1]);
  }

  private static void add(Open parent, Size size) {
    parent.sums[0] += size.nodes;
    parent.sums[1] += size.aliased;
    parent.depth[0] = Math.max(parent.depth[0], size.depth);
  }

  private boolean isHarmless(YamlNode node) {
    // yaml.v3 ignores tags that it does not know.
    if (yaml == GoYaml.V2 && node.tag().startsWith("!!") && !CORE_TAGS.contains(node.tag())) {
      findings.error(
          check,
          node,
          "tag \"" + node.tag() + "\" asks to make an object, which nothing here does",
          "remove the tag");
      return false;
    }
    return true;
  }
}
