package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.schema.StructSpec;

/** Words for messages. */
final class Words {
  private Words() {}

  /** The struct as a sentence has it: {@code a slack_config}. */
  static String inA(StructSpec spec) {
    return switch (spec.name()) {
      case "config" -> "the configuration";
      case "global", "tracing", "event_recorder" -> spec.name();
      default -> ("aeiou".indexOf(spec.name().charAt(0)) >= 0 ? "an " : "a ") + spec.name();
    };
  }

  /** The struct as a sentence has the one that is meant: {@code the slack_config}. */
  static String the(StructSpec spec) {
    return inA(spec).replaceFirst("^an? ", "the ");
  }
}
