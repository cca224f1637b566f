package dev.tocsin.dsl.schema;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Prometheus or Alertmanager, as far as it decides what a file may hold.
 *
 * @param major the first number
 * @param minor the second number
 */
public record Version(int major, int minor) implements Comparable<Version> {
  private static final Pattern TEXT = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(\\.\\d+)?");

  /**
   * The version in a text such as {@code 0.33} or {@code v0.33.1}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Version parse(String text) {
    Matcher found = TEXT.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException(
          "version \"" + text + "\" is none: write two numbers, such as 0.33");
    }
    return new Version(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)));
  }

  @Override
  public int compareTo(Version other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
