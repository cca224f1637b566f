package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.schema.Version;

/**
 * Syntax that PromQL did not have from the beginning; functions say their version in {@link
 * Functions}. The versions are those of <a
 * href="https://github.com/prometheus/prometheus/blob/main/CHANGELOG.md">Prometheus' releases</a>,
 * tried on their promtool where one is at hand.
 */
enum SyntaxSince {
  QUOTED_NAME("2.51", "a quoted name inside braces", "use a classic name without quotes"),
  UNDERSCORE("2.54", "an underscore in a number", "remove the underscore"),
  DURATION_AS_NUMBER("2.54", "a duration in place of a number", "use the number of seconds"),
  NUMBER_AS_DURATION("2.54", "a number in place of a duration", "add a unit, such as s"),
  QUOTED_LABEL("2.55", "a quoted label name", "use a classic name without quotes"),
  UTF8_LABEL("3.0", "a label name with UTF-8 characters", "use a classic name");

  private final Version since;
  private final String what;
  private final String help;

  SyntaxSince(String since, String what, String help) {
    this.since = Version.parse(since);
    this.what = what;
    this.help = help;
  }

  /** The first Prometheus that reads it. */
  Version since() {
    return since;
  }

  /** As a message names it. */
  String what() {
    return what;
  }

  /** What to write instead. */
  String help() {
    return help;
  }
}
