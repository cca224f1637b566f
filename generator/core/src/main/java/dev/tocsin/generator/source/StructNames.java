package dev.tocsin.generator.source;

import dev.tocsin.dsl.schema.StructSpec;

/** Words for messages. */
public final class StructNames {
  private StructNames() {}

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
}
