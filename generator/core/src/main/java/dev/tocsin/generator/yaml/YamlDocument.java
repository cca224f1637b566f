package dev.tocsin.generator.yaml;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The first document of a YAML file, which is the one that Prometheus reads.
 *
 * <p>Reading is linear and needs no stack, whatever is in the file; aliases are not expanded.
 */
public final class YamlDocument {
  private final String text;
  private final @Nullable YamlNode root;
  private final List<YamlProblem> problems;
  private volatile int @Nullable [] lineStarts;

  private YamlDocument(String text, @Nullable YamlNode root, List<YamlProblem> problems) {
    this.text = text;
    this.root = root;
    this.problems = problems;
  }

  /** Reads a file's bytes; what is no YAML gives a problem, never an exception. */
  public static YamlDocument read(byte[] bytes) {
    YamlText.Decoded decoded = YamlText.decode(bytes);
    if (decoded.text() == null) {
      return new YamlDocument("", null, List.of(decoded.problem()));
    }
    Composer composer = new Composer(decoded.text());
    YamlNode root = composer.compose();
    return composer.problem() == null
        ? new YamlDocument(decoded.text(), root, List.of())
        : new YamlDocument(decoded.text(), null, List.of(composer.problem()));
  }

  /** The file's text, without a byte order mark. */
  public String text() {
    return text;
  }

  /** The document's node; empty when the file has none, or is no YAML. */
  public Optional<YamlNode> root() {
    return Optional.ofNullable(root);
  }

  /** Why the file is no YAML; empty when it is. */
  public List<YamlProblem> problems() {
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
