package dev.tocsin.generator.check;

import dev.tocsin.dsl.schema.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The versions of Prometheus and Alertmanager that files are for. What a target does not know is a
 * problem; without a target, files are for the newest versions that Tocsin knows.
 */
public final class Targets {
  /** No target: the newest versions. */
  public static final Targets NEWEST = new Targets(Optional.empty(), Optional.empty());

  private final Optional<Version> prometheus;
  private final Optional<Version> alertmanager;

  private Targets(Optional<Version> prometheus, Optional<Version> alertmanager) {
    this.prometheus = prometheus;
    this.alertmanager = alertmanager;
  }

  /**
   * Reads targets such as {@code prometheus=2.42,alertmanager=0.25}; one of them will do.
   *
   * @throws IllegalArgumentException when the text is none; the message says what to write
   */
  public static Targets parse(String text) {
    Targets targets = NEWEST;
    for (String one : text.split(",", -1)) {
      String[] parts = one.strip().split("=", -1);
      Version version = parts.length == 2 ? version(parts[1]) : version(one);
      targets =
          switch (parts[0]) {
            case "prometheus" -> new Targets(Optional.of(version), targets.alertmanager);
            case "alertmanager" -> new Targets(targets.prometheus, Optional.of(version));
            default ->
                throw new IllegalArgumentException(
                    "target \""
                        + parts[0]
                        + "\" is unknown: write prometheus=VERSION, alertmanager=VERSION, or both"
                        + " with a comma between them");
          };
    }
    return targets;
  }

  private static Version version(String text) {
    try {
      return Version.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "target \"" + text + "\" has no version: write it as in prometheus=2.42", e);
    }
  }

  /** The Prometheus that reads the rules; empty for the newest. */
  public Optional<Version> prometheus() {
    return prometheus;
  }

  /** The Alertmanager that reads the configuration; empty for the newest. */
  public Optional<Version> alertmanager() {
    return alertmanager;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Targets that
        && that.prometheus.equals(prometheus)
        && that.alertmanager.equals(alertmanager);
  }

  @Override
  public int hashCode() {
    return Objects.hash(prometheus, alertmanager);
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    prometheus.ifPresent(version -> parts.add("prometheus=" + version));
    alertmanager.ifPresent(version -> parts.add("alertmanager=" + version));
    return String.join(",", parts);
  }
}
