package dev.tocsin.generator.source;

import dev.tocsin.dsl.schema.StructSpec;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Words for messages. */
public final class Words {
  private Words() {}

  /** The struct as a sentence has it: {@code a slack_config}. */
  public static String inA(StructSpec spec) {
    return switch (spec.name()) {
      case "config" -> "the configuration";
      case "rule_file" -> "the rule file";
      case "rule_group" -> "a rule group";
      case "global", "tracing", "event_recorder" -> spec.name();
      default -> ("aeiou".indexOf(spec.name().charAt(0)) >= 0 ? "an " : "a ") + spec.name();
    };
  }

  /** The struct as a sentence has the one that is meant: {@code the slack_config}. */
  static String the(StructSpec spec) {
    return inA(spec).replaceFirst("^an? ", "the ");
  }

  /** The name that was probably meant. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(other -> distance(name, other) <= allowed(name))
        .min(
            Comparator.<String>comparingInt(other -> distance(name, other))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int allowed(String name) {
    return name.length() < 4 ? 1 : Math.max(2, name.length() / 4);
  }

  private static int distance(String some, String other) {
    if (Math.abs(some.length() - other.length()) > 10 || some.length() > 60) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= some.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int above = row[j];
        int change = some.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
