package dev.tocsin.harness.junit;

import java.util.List;
import java.util.stream.Stream;

/**
 * The alerts that the system property {@code tocsin.only} names, separated by commas: their
 * scenarios alone are proven, and nothing is asked of the coverage.
 */
final class Only {
  /** All alerts where it is empty. */
  static final List<String> ALERTS =
      Stream.of(System.getProperty("tocsin.only", "").split(","))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .toList();

  private Only() {}
}
