package dev.tocsin.generator.imports;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.SourceVersion;

/** Names for constants and classes: valid, unique, and the same each time. */
final class Names {
  private static final int LONGEST = 80;

  /** Files of some systems do not tell capitals from small letters. */
  private final Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  Names(Set<String> taken) {
    this.taken.addAll(taken);
  }

  /** All names that are given. */
  Set<String> taken() {
    return Set.copyOf(taken);
  }

  /**
   * A constant's name made from a text: {@code HighCPUUsage} is {@code HIGH_CPU_USAGE}.
   *
   * @param suffix put behind it where the name is taken, such as {@code _ALERT}
   */
  String constant(String text, String suffix) {
    String name = upper(text);
    return unique(name, name + suffix, "_");
  }

  /** A class's name made from a text: {@code node-exporter.rules} is {@code NodeExporterRules}. */
  String type(String text, String suffix) {
    StringBuilder name = new StringBuilder();
    for (String word : upper(text).split("_")) {
      if (!word.isEmpty()) {
        name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    String stem = name.toString();
    String end = stem.endsWith(suffix) ? stem : stem + suffix;
    return unique(end, end, "");
  }

  private String unique(String plain, String name, String separator) {
    String stem = taken.contains(plain) ? name : plain;
    String found = stem;
    for (int i = 2; taken.contains(found); i++) {
      found = stem + separator + i;
    }
    taken.add(found);
    return found;
  }

  /** A text as a constant's name: {@code HighCPUUsage} is {@code HIGH_CPU_USAGE}. */
  static String upper(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !digit) {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != '_') {
          out.append('_');
        }
        continue;
      }
      if (i > 0 && c >= 'A' && c <= 'Z' && !out.isEmpty() && out.charAt(out.length() - 1) != '_') {
        char before = text.charAt(i - 1);
        boolean small = Character.isLowerCase(before) || Character.isDigit(before);
        boolean ends =
            Character.isUpperCase(before)
                && i + 1 < text.length()
                && Character.isLowerCase(text.charAt(i + 1));
        if (small || ends) {
          out.append('_');
        }
      }
      out.append(letter ? (char) (c & ~0x20) : c);
    }
    while (!out.isEmpty() && out.charAt(out.length() - 1) == '_') {
      out.setLength(out.length() - 1);
    }
    if (out.length() > LONGEST) {
      int end = out.lastIndexOf("_", LONGEST);
      out.setLength(end > LONGEST / 2 ? end : LONGEST);
    }
    if (out.isEmpty()) {
      return "UNNAMED";
    }
    return Character.isDigit(out.charAt(0)) ? "N" + out : out.toString();
  }

  /** Whether a class can be called so. */
  static boolean isType(String name) {
    return SourceVersion.isIdentifier(name) && !SourceVersion.isKeyword(name);
  }

  /** Whether a package can be called so. */
  static boolean isPackage(String name) {
    return SourceVersion.isName(name);
  }
}
