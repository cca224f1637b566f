package dev.tocsin.harness.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must be the same in an expression however fast it is rehearsed: names, labels, functions,
 * operators and numbers, in their order. It knows nothing of how durations are compressed; it
 * leaves them out, and allows for what compression puts around a part: a factor, and a clock.
 */
final class Skeleton {
  private static final Pattern TOKENS =
      Pattern.compile(
          "(?<string>\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|`[^`]*`)"
              + "|(?<time>\\[[^\\]]*]|\\boffset\\s+-?[0-9a-z.]+|@\\s*-?[0-9.]+(?:[eE][+-]?\\d+)?"
              + "|(?<![\\w.])(?:\\d+(?:ms|[smhdwy]))+\\b)"
              + "|(?<number>(?<![\\w.])(?:0[xX][0-9a-fA-F]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?))"
              + "|(?<word>[A-Za-z_:][A-Za-z0-9_:.]*)"
              + "|(?<sign>[=!<>~]+|[-+*/%^{}])");

  /** What may be added: {@code x / 150}, {@code x * 150}, {@code time() * 150 - n}. */
  private static final Set<String> ADDED = Set.of("/", "*", "-", "time", "vector");

  /** How far its second argument looks is a time, too, which is there as a number. */
  private static final String HORIZON = "predict_linear";

  private record Token(String text, boolean number) {}

  private Skeleton() {}

  /** Whether one expression may be the other, played faster. */
  static boolean isSame(String shipped, String rehearsed) {
    boolean horizon = shipped.contains(HORIZON);
    List<Token> left = tokens(shipped, horizon);
    int next = 0;
    for (Token token : tokens(rehearsed, horizon)) {
      if (next < left.size() && left.get(next).equals(token)) {
        next++;
      } else if (!token.number() && !ADDED.contains(token.text())) {
        return false;
      }
    }
    return next == left.size();
  }

  private static List<Token> tokens(String expression, boolean withoutNumbers) {
    List<Token> tokens = new ArrayList<>();
    Matcher found = TOKENS.matcher(expression);
    while (found.find()) {
      boolean number = found.group("number") != null;
      if (found.group("time") == null && !(number && withoutNumbers)) {
        tokens.add(new Token(found.group(), number));
      }
    }
    return tokens;
  }
}
