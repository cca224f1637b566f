package dev.tocsin.harness.servers;

import dev.tocsin.generator.tools.Generation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A line of the table {@code images.tsv}.
 *
 * @param name repository and tag
 * @param digest which it must have if it came from a registry; empty where that is not known
 */
record Image(String name, Optional<String> digest) {
  private static final String TABLE = "images.tsv";

  static Image prometheus(Generation generation) {
    return named("prom/prometheus:v" + generation.prometheus());
  }

  static Image alertmanager(Generation generation) {
    return named("prom/alertmanager:v" + generation.alertmanager());
  }

  private static Image named(String name) {
    try (InputStream table = Objects.requireNonNull(Image.class.getResourceAsStream(TABLE), TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> line.startsWith(name + "\t"))
          .map(line -> line.substring(name.length() + 1).strip())
          .map(digest -> new Image(name, Optional.of(digest).filter(it -> !it.equals("-"))))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(TABLE + " has no line for " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(TABLE + " cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
