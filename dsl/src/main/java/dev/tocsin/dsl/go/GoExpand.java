package dev.tocsin.dsl.go;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Reads a replacement as <a href="https://pkg.go.dev/regexp#Regexp.Expand">Go's Expand</a> does:
 * {@code $1}, {@code $name}, {@code ${name}} stand for groups, {@code $$} for a dollar, and a name
 * is as long as letters, digits and underscores go on.
 */
@API(status = API.Status.INTERNAL)
public final class GoExpand {
  private GoExpand() {}

  /** A text that stands for itself, or a reference to a group by its name or number. */
  public record Part(String text, boolean reference) {}

  /** The parts of a replacement, in their order. */
  public static List<Part> parse(String replacement) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < replacement.length()) {
      int dollar = replacement.indexOf('$', at);
      if (dollar < 0) {
        parts.add(new Part(replacement.substring(at), false));
        break;
      }
      if (dollar > at) {
        parts.add(new Part(replacement.substring(at, dollar), false));
      }
      at = dollar + 1;
      if (replacement.startsWith("$", at)) {
        parts.add(new Part("$", false));
        at++;
        continue;
      }
      boolean brace = replacement.startsWith("{", at);
      int start = brace ? at + 1 : at;
      int end = start;
      while (end < replacement.length()) {
        int c = replacement.codePointAt(end);
        if (!Character.isLetter(c) && !Character.isDigit(c) && c != '_') {
          break;
        }
        end += Character.charCount(c);
      }
      if (end == start || (brace && !replacement.startsWith("}", end))) {
        parts.add(new Part("$", false)); // Malformed: Go leaves the dollar as it is.
        continue;
      }
      parts.add(new Part(replacement.substring(start, end), true));
      at = brace ? end + 1 : end;
    }
    return parts;
  }
}
