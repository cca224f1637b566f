package dev.tocsin.generator.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/** From SnakeYAML's marks, which count code points, to offsets in a text. */
final class Offsets {
  private final String text;

  /** The offset of each code point; null where each is one char. */
  private final int @Nullable [] ofPoint;

  Offsets(String text) {
    this.text = text;
    int points = text.codePointCount(0, text.length());
    if (points == text.length()) {
      this.ofPoint = null;
    } else {
      this.ofPoint = new int[points + 1];
      for (int i = 0; i < points; i++) {
        ofPoint[i + 1] = ofPoint[i] + Character.charCount(text.codePointAt(ofPoint[i]));
      }
    }
  }

  String text() {
    return text;
  }

  int of(Mark mark) {
    return ofPoint == null ? mark.getIndex() : ofPoint[mark.getIndex()];
  }

  /** The end of the last line of a block scalar that is not blank. */
  int endOfBlock(Mark start, Mark end) {
    int first = of(start);
    int at = of(end);
    while (at > first && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    while (at < of(end) && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
