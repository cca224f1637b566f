package dev.tocsin.generator.write;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML as a reviewer likes to read it: block style, two spaces, several lines as a literal block,
 * no folding, quotes only where a text would be taken for something else.
 */
final class YamlText {
  /** What YAML 1.1 takes for line ends, and would change to a newline or a blank. */
  private static final Pattern LINE_ENDS = Pattern.compile("[\r\u0085\u2028\u2029]");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:/#@-]+");

  /** Some readers take 17:30 for a number in base 60, and 09:00 not; quotes spare the thought. */
  private static final Pattern TIME_OF_DAY = Pattern.compile("\\d\\d:\\d\\d");

  private YamlText() {}

  /**
   * Writes maps, lists, strings, booleans and whole numbers.
   *
   * @param comment lines for the head of the file, without {@code #}
   * @throws IllegalArgumentException for any other value
   */
  static String of(List<String> comment, Map<String, ?> document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setIndent(2);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    options.setWidth(Integer.MAX_VALUE);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    options.setAllowUnicode(true);
    StringWriter out = new StringWriter();
    comment.forEach(line -> out.append(("# " + line).stripTrailing()).append('\n'));
    new Yaml(options).serialize(node(document), out);
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static Node node(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<NodeTuple> tuples = new ArrayList<>();
      map.forEach((key, item) -> tuples.add(new NodeTuple(node(key), node(item))));
      return new MappingNode(Tag.MAP, tuples, map.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }
    if (value instanceof List<?> list) {
      List<Node> items = new ArrayList<>();
      list.forEach(item -> items.add(node(item)));
      boolean words = list.stream().allMatch(item -> item instanceof String text && isWord(text));
      boolean brief = words && list.stream().mapToInt(item -> item.toString().length()).sum() < 60;
      return new SequenceNode(Tag.SEQ, items, brief ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }
    if (value instanceof String text) {
      return new ScalarNode(Tag.STR, text, null, null, style(text));
    }
    if (value instanceof Boolean truth) {
      return new ScalarNode(Tag.BOOL, truth.toString(), null, null, ScalarStyle.PLAIN);
    }
    if (value instanceof Integer || value instanceof Long) {
      return new ScalarNode(Tag.INT, value.toString(), null, null, ScalarStyle.PLAIN);
    }
    if (value instanceof Double) {
      return new ScalarNode(Tag.FLOAT, value.toString(), null, null, ScalarStyle.PLAIN);
    }
    throw new IllegalArgumentException("no YAML for a " + value.getClass().getName());
  }

  /** Whether it may stand in a list on one line. */
  private static boolean isWord(String text) {
    return WORD.matcher(text).matches();
  }

  private static ScalarStyle style(String text) {
    if (LINE_ENDS.matcher(text).find()) {
      return ScalarStyle.DOUBLE_QUOTED;
    }
    if (text.contains("\n")) {
      return ScalarStyle.LITERAL;
    }
    return TIME_OF_DAY.matcher(text).matches() ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.PLAIN;
  }
}
