package dev.tocsin.harness;

import dev.tocsin.harness.scenario.Suite;
import java.util.List;
import java.util.stream.Stream;

/**
 * The system property {@code tocsin.only}: alerts, separated by commas, or cases as the tests print
 * them, separated by semicolons. They alone are proven, and coverage is not required.
 */
final class Only {
  static final String PROPERTY = "tocsin.only";

  private Only() {}

  /** Whether the property is set. */
  static boolean isSet() {
    return !names().isEmpty();
  }

  /** What the property names of this suite; all of it without the property. */
  static Suite of(Suite suite) {
    List<String> names = names();
    return names.isEmpty() ? suite : suite.only(names);
  }

  private static List<String> names() {
    String value = System.getProperty(PROPERTY, "");
    return Stream.of(value.split(value.contains(": ") ? ";" : ","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
