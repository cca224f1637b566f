package dev.tocsin.generator.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table of everything that may be installed: {@code pins.tsv}, read once. */
final class PinTable {
  /** Where a maintainer finds the table, for messages. */
  static final String PLACE =
      "generator/tools/src/main/resources/dev/tocsin/generator/tools/pins.tsv";

  private static final int COLUMNS = 8;
  private static final String NOT_PINNED = "-";
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final List<Pin> pins;

  private PinTable(List<Pin> pins) {
    this.pins = List.copyOf(pins);
  }

  /** The table that comes with this library. */
  static PinTable bundled() {
    return Bundled.TABLE;
  }

  /** Reads a table; a broken line is a programmer's error. */
  static PinTable parse(String text) {
    List<Pin> pins = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        pins.add(pin(line, number));
      }
    }
    return new PinTable(pins);
  }

  /** What a route has to bring for a generation on a platform; empty if it has nothing for it. */
  List<Pin> of(Generation generation, String route, Platform platform) {
    return pins.stream()
        .filter(pin -> pin.generation() == generation)
        .filter(pin -> pin.route().equals(route))
        .filter(pin -> pin.platform().equals(platform.id()))
        .toList();
  }

  List<Pin> all() {
    return pins;
  }

  private static Pin pin(String line, int number) {
    List<String> cells = List.of(line.split("\t+", -1));
    if (cells.size() != COLUMNS) {
      throw broken(number, "has " + cells.size() + " columns instead of " + COLUMNS, line);
    }
    return new Pin(
        generation(cells.get(0), number, line),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        cells.get(4),
        cells.get(5),
        sha256(cells.get(6), number, line),
        paths(cells.get(7), number, line));
  }

  private static Generation generation(String id, int number, String line) {
    try {
      return Generation.named(id);
    } catch (IllegalArgumentException e) {
      throw broken(number, "names the " + e.getMessage(), line);
    }
  }

  private static Optional<String> sha256(String cell, int number, String line) {
    if (cell.equals(NOT_PINNED)) {
      return Optional.empty();
    }
    if (!SHA256.matcher(cell).matches()) {
      throw broken(number, "has a SHA-256 that is not 64 lower-case hexadecimal digits", line);
    }
    return Optional.of(cell);
  }

  private static Map<Tool, String> paths(String cell, int number, String line) {
    Map<Tool, String> paths = new EnumMap<>(Tool.class);
    for (String entry : cell.split(",", -1)) {
      int equals = entry.indexOf('=');
      Optional<Tool> tool =
          equals < 0 ? Optional.empty() : Tool.named(entry.substring(0, equals).trim());
      if (tool.isEmpty()) {
        throw broken(number, "should name tools as tool=path, but says \"" + entry + "\"", line);
      }
      paths.put(tool.get(), entry.substring(equals + 1).trim());
    }
    return paths;
  }

  private static IllegalArgumentException broken(int number, String what, String line) {
    return new IllegalArgumentException(
        "line " + number + " of the pin table " + what + ": " + line);
  }

  private static final class Bundled {
    static final PinTable TABLE = read();

    private static PinTable read() {
      try (InputStream in = PinTable.class.getResourceAsStream("pins.tsv")) {
        if (in == null) {
          throw new IllegalStateException("pins.tsv is missing from the class path");
        }
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("pins.tsv cannot be read", e);
      }
    }
  }
}
