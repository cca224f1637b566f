package dev.tocsin.generator.yaml;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The first document of a YAML file, which is the one that Prometheus reads. What follows it is
 * text: {@link #rest()}.
 *
 * <p>Reading is linear and needs no stack, whatever is in the file; aliases are not expanded.
 */
public final class YamlDocument {
  /** The id of the warning that a file has more than one document. */
  public static final String DOCUMENTS = "yaml/documents";

  /** The id of the error that a file is not YAML. */
  static final String SYNTAX = "yaml/syntax";

  private static final Pattern START = Pattern.compile("(?m)^---(?=\\s|$)");

  /** Behind the end of a document the next one needs no mark. */
  private static final Pattern CONTENT = Pattern.compile("(?m)^\\s*[^\\s#]");

  private final String text;
  private final int end;
  private final @Nullable YamlNode root;
  private final List<Problem> problems;
  private volatile int @Nullable [] lineStarts;

  private YamlDocument(String text, int end, @Nullable YamlNode root, List<Problem> problems) {
    this.text = text;
    this.end = end;
    this.root = root;
    this.problems = problems;
  }

  /** Reads a file's bytes; what is no YAML gives a problem, never an exception. */
  public static YamlDocument read(byte[] bytes) {
    YamlText.Decoded decoded = YamlText.decode(bytes);
    if (decoded.text() == null) {
      return new YamlDocument("", 0, null, List.of(decoded.problem()));
    }
    Composer composer = new Composer(decoded.text());
    YamlNode root = composer.compose();
    return composer.problem() == null
        ? new YamlDocument(decoded.text(), composer.end(), root, List.of())
        : new YamlDocument(
            decoded.text(), decoded.text().length(), null, List.of(composer.problem()));
  }

  /**
   * A problem in a file whose name the caller knows.
   *
   * @param line from 1, or 0 for the whole file
   * @param column from 1, in code points, or 0 for the whole line
   * @param help the fix, or null
   */
  static Problem problem(String message, int line, int column, @Nullable String help) {
    return Problem.error(SYNTAX, Place.column("", line, column), message).help(help);
  }

  /** The file's text, without a byte order mark. */
  public String text() {
    return text;
  }

  /**
   * The text behind the document, from the mark that ends it ({@code ...}) or begins the next one
   * ({@code ---}); empty when nothing but such an end follows.
   */
  public String rest() {
    String rest = text.substring(end);
    return rest.startsWith("...") && rest.substring(3).isBlank() ? "" : rest;
  }

  /** The text of the document, with the comments around it. */
  public String own() {
    return text.substring(0, end);
  }

  /** The warning that more documents follow, which neither Prometheus nor Alertmanager reads. */
  public Optional<Problem> ignored() {
    String rest = rest();
    boolean ended = rest.startsWith("...");
    Matcher next = (ended ? CONTENT : START).matcher(rest);
    return !next.find(ended ? 3 : 0)
        ? Optional.empty()
        : Optional.of(
            problem(
                (root == null || root.isNull() ? "the first YAML document is empty, and " : "")
                    + "the YAML document that starts here is never read: Prometheus and"
                    + " Alertmanager read only the first of a file",
                line(end + next.end() - 1),
                1,
                "put each document into a file of its own"));
  }

  /** The document's node; empty when the file has none, or is no YAML. */
  public Optional<YamlNode> root() {
    return Optional.ofNullable(root);
  }

  /** Why the file is no YAML; empty when it is. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * The place in the file of a place in a scalar's value, such as of a mistake in an expression
   * over several lines.
   *
   * @param offset in UTF-16 code units of the value
   */
  public int offsetOf(YamlNode scalar, int offset) {
    return ScalarText.offset(text, scalar.resolved(), offset);
  }

  /** The line of an offset in the text, from 1. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts(), offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The offset of a line and a column in code points, both from 1; the line's end at most. */
  public int offset(int line, int column) {
    int[] starts = lineStarts();
    int start = starts[Math.min(Math.max(line, 1), starts.length) - 1];
    int newline = text.indexOf('\n', start);
    int end = newline < 0 ? text.length() : newline;
    int points = text.codePointCount(start, end);
    return text.offsetByCodePoints(start, Math.min(Math.max(column, 1) - 1, points));
  }

  /** The column of an offset in the text, from 1, in code points. */
  public int column(int offset) {
    int end = Math.min(offset, text.length());
    return 1 + text.codePointCount(lineStarts()[line(end) - 1], end);
  }

  /** Where each line starts; made when first asked for, as most files have no problems. */
  private int[] lineStarts() {
    int[] starts = lineStarts;
    if (starts == null) {
      starts =
          IntStream.concat(
                  IntStream.of(0),
                  IntStream.range(0, text.length())
                      .filter(i -> text.charAt(i) == '\n')
                      .map(i -> i + 1))
              .toArray();
      lineStarts = starts;
    }
    return starts;
  }
}
