package dev.tocsin.generator.alertmanager;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A variable that some tool was to replace before Alertmanager reads the file, as shells, Compose,
 * Kubernetes, Python, Ant, Azure and Windows write it. Alertmanager expands none.
 *
 * @param name its name
 * @param text how it is written
 */
public record Variable(String name, String text) {
  private static final String NAME = "([A-Za-z_][A-Za-z0-9_]*)";

  /** With brackets, it is one wherever it is. */
  private static final Pattern BRACKETED =
      Pattern.compile(
          "\\$\\{"
              + NAME
              + "(?::?[-+?][^}]*)?}|\\$\\("
              + NAME
              + "\\)|%\\("
              + NAME
              + "\\)s|#\\{"
              + NAME
              + "}#?");

  /** Without, only where it is all there is: a text may contain dollars and percent. */
  private static final Pattern BARE =
      Pattern.compile("\\$(?:env:)?" + NAME + "|%" + NAME + "%|@" + NAME + "@");

  private static final Pattern ACTION = Pattern.compile("(?s)\\{\\{.*?}}");

  /** The variable that a text is, and nothing else. */
  public static Optional<Variable> whole(String text) {
    String plain = text.strip();
    Matcher bracketed = BRACKETED.matcher(plain);
    Matcher bare = BARE.matcher(plain);
    return bracketed.matches() ? found(bracketed) : bare.matches() ? found(bare) : Optional.empty();
  }

  /** The first variable in a text; what a template's action holds is none. */
  public static Optional<Variable> in(String text) {
    Optional<Variable> whole = whole(text);
    Matcher part = BRACKETED.matcher(ACTION.matcher(text).replaceAll(" "));
    return whole.isPresent() ? whole : part.find() ? found(part) : Optional.empty();
  }

  /** How a message writes it: without a default, which may be the secret itself. */
  public String shown() {
    return text.startsWith("${") ? "${" + name + "}" : text;
  }

  private static Optional<Variable> found(Matcher matcher) {
    for (int i = 1; i <= matcher.groupCount(); i++) {
      String name = matcher.group(i);
      if (name != null) {
        return Optional.of(new Variable(name, matcher.group()));
      }
    }
    throw new IllegalStateException("a variable without a name: " + matcher.pattern());
  }
}
