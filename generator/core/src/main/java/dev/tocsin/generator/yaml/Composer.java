package dev.tocsin.generator.yaml;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.yaml.YamlNode.Kind;
import dev.tocsin.generator.yaml.YamlNode.Style;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** Builds the first document's nodes from SnakeYAML's events, without recursion. */
final class Composer {
  private static final String LONG_TAG = "tag:yaml.org,2002:";

  private final String text;
  private final Offsets offsets;
  private final ParserImpl parser;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private @Nullable Problem problem;
  private int end;

  Composer(String text) {
    this.text = text;
    this.offsets = new Offsets(text);
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // InputFile limits the size.
    this.parser = new ParserImpl(new GoScanner(offsets, options));
  }

  @Nullable Problem problem() {
    return problem;
  }

  /** Where the first document ends: at the mark that ends it, or at the text's end. */
  int end() {
    return end;
  }

  @Nullable YamlNode compose() {
    try {
      return document();
    } catch (ReaderException e) {
      problem = forbidden();
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      problem = Explanations.of(e, mark, text);
    } catch (YAMLException e) {
      problem = YamlDocument.problem(String.valueOf(e.getMessage()), 0, 0, null);
    }
    return null;
  }

  /** The first character that YAML does not allow. */
  private Problem forbidden() {
    int at = 0;
    while (StreamReader.isPrintable(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    String before = text.substring(0, at);
    int lineStart = before.lastIndexOf('\n') + 1;
    return YamlDocument.problem(
        String.format("the character U+%04X is not allowed in YAML", text.codePointAt(at)),
        1 + (int) before.chars().filter(c -> c == '\n').count(),
        1 + before.codePointCount(lineStart, at),
        "write it as an escape in double quotes, such as \"\\x07\"");
  }

  private @Nullable YamlNode document() {
    YamlNode root = null;
    Deque<YamlNode> open = new ArrayDeque<>();
    while (true) {
      Event event = parser.getEvent();
      switch (event.getEventId()) {
        case DocumentStart, StreamStart, Comment:
          break;
        case StreamEnd, DocumentEnd:
          end = offsets.of(event.getStartMark());
          checkNextToken(event);
          return root;
        case MappingEnd, SequenceEnd:
          open.pop();
          break;
        default:
          YamlNode node = node((NodeEvent) event);
          if (problem != null) {
            return null;
          }
          if (open.isEmpty()) {
            root = node;
          } else {
            open.peek().add(node);
          }
          if (event instanceof CollectionStartEvent) {
            open.push(node);
          }
          break;
      }
    }
  }

  /** As in Go, what follows the document is not parsed, but its first token must be one. */
  private void checkNextToken(Event event) {
    try {
      if (event.is(Event.ID.DocumentEnd)) {
        parser.peekEvent();
      }
    } catch (ParserException e) {
      // It is no document, and is never read.
    }
  }

  private YamlNode node(NodeEvent event) {
    Mark start = event.getStartMark();
    int line = start.getLine() + 1;
    int column = start.getColumn() + 1;
    int from = offsets.of(start);
    if (event instanceof AliasEvent alias) {
      YamlNode node =
          new YamlNode(Kind.ALIAS, "", alias.getAnchor(), Style.PLAIN, line, column, from, from);
      YamlNode target = anchors.get(alias.getAnchor());
      if (target == null) {
        problem =
            YamlDocument.problem(
                "undefined anchor &" + alias.getAnchor(),
                line,
                column,
                "put a text that starts with * in quotes");
      } else {
        node.pointTo(target);
      }
      return node;
    }
    YamlNode node;
    if (event instanceof ScalarEvent scalar) {
      node =
          new YamlNode(
              Kind.SCALAR,
              shortTag(scalar.getTag()),
              scalar.getValue(),
              style(scalar),
              line,
              column,
              from,
              isBlock(scalar)
                  ? offsets.endOfBlock(start, scalar.getEndMark())
                  : offsets.of(scalar.getEndMark()));
    } else {
      CollectionStartEvent collection = (CollectionStartEvent) event;
      boolean mapping = event.is(Event.ID.MappingStart);
      node =
          new YamlNode(
              mapping ? Kind.MAPPING : Kind.SEQUENCE,
              shortTag(collection.getTag()),
              "",
              collection.isFlow() ? Style.FLOW : Style.PLAIN,
              line,
              column,
              from,
              from);
    }
    if (event.getAnchor() != null) {
      anchors.put(event.getAnchor(), node);
    }
    return node;
  }

  private static boolean isBlock(ScalarEvent scalar) {
    return scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED;
  }

  private static Style style(ScalarEvent scalar) {
    return switch (scalar.getScalarStyle()) {
      case SINGLE_QUOTED -> Style.SINGLE_QUOTED;
      case DOUBLE_QUOTED -> Style.DOUBLE_QUOTED;
      case LITERAL -> Style.LITERAL;
      case FOLDED -> Style.FOLDED;
      default -> Style.PLAIN;
    };
  }

  private static String shortTag(@Nullable String tag) {
    if (tag == null) {
      return "";
    }
    return tag.startsWith(LONG_TAG) ? "!!" + tag.substring(LONG_TAG.length()) : tag;
  }
}
