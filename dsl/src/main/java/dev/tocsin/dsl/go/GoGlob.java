package dev.tocsin.dsl.go;

import java.util.Optional;
import java.util.regex.Pattern;

/** Globs as Go's <a href="https://pkg.go.dev/path/filepath#Match">filepath.Match</a> has them. */
public final class GoGlob {
  private GoGlob() {}

  /** Whether Go takes a text for a glob. */
  public static boolean isGlob(String glob) {
    return regex(glob).isPresent();
  }

  /** Whether a glob matches the whole of a name; a text that is no glob matches none. */
  public static boolean matches(String glob, String name) {
    return regex(glob)
        .map(regex -> Pattern.compile(regex, Pattern.DOTALL).matcher(name).matches())
        .orElse(false);
  }

  /** A glob as a regular expression of Java; empty where Go refuses it. */
  private static Optional<String> regex(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> {
          at = set(glob, at, regex);
          if (at < 0) {
            return Optional.empty();
          }
        }
        case '\\' -> {
          if (at == glob.length()) {
            return Optional.empty();
          }
          regex.append(Pattern.quote(glob.substring(at, ++at)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Optional.of(regex.toString());
  }

  /** Reads {@code a-z]} or {@code ^ab]}; gives where it ends, or -1 where it is none. */
  private static int set(String glob, int start, StringBuilder regex) {
    int at = start;
    regex.append('[');
    if (glob.startsWith("^", at)) {
      regex.append('^');
      at++;
    }
    boolean first = true;
    while (first || !glob.startsWith("]", at)) {
      first = false;
      int low = member(glob, at);
      if (low < 0) {
        return -1;
      }
      literal(glob.charAt(low), regex);
      at = low + 1;
      if (glob.startsWith("-", at)) {
        int high = member(glob, at + 1);
        if (high < 0) {
          return -1;
        }
        // Java refuses a range that runs backwards; Go finds nothing in it.
        if (glob.charAt(high) >= glob.charAt(low)) {
          regex.append('-');
          literal(glob.charAt(high), regex);
        }
        at = high + 1;
      }
    }
    regex.append(']');
    return at + 1;
  }

  private static void literal(char c, StringBuilder regex) {
    regex.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
  }

  /** Where the character of a set stands, behind its backslash; -1 where none can stand. */
  private static int member(String glob, int at) {
    if (at >= glob.length() || glob.charAt(at) == '-' || glob.charAt(at) == ']') {
      return -1;
    }
    int place = glob.charAt(at) == '\\' ? at + 1 : at;
    return place + 1 < glob.length() ? place : -1;
  }
}
