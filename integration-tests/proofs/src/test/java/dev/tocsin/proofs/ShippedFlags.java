package dev.tocsin.proofs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.dsl.go.GoDuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The flags with which the generated compose file starts the servers of a kind: what a proof plays
 * faster is taken from there, so that it fails when they are gone.
 */
final class ShippedFlags {
  private static final Path COMPOSE = Path.of("../../monitoring/docker-compose.yml");

  private final String kind;

  /** Of each server of the kind, by its name. */
  private final Map<String, List<String>> commands;

  private ShippedFlags(String kind, Map<String, List<String>> commands) {
    this.kind = kind;
    this.commands = commands;
  }

  /**
   * Of all servers whose image this is.
   *
   * @param kind such as {@code alertmanager}
   */
  static ShippedFlags of(String kind) {
    Map<String, List<String>> commands = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> service :
          new YAMLMapper().readTree(COMPOSE.toFile()).path("services").properties()) {
        if (service.getValue().path("image").asText().matches(".*/" + kind + "(:.*)?")) {
          List<String> command = new ArrayList<>();
          service.getValue().path("command").forEach(flag -> command.add(flag.asText()));
          commands.put(service.getKey(), command);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(COMPOSE + " cannot be read", e);
    }
    if (commands.size() < 2) {
      throw new AssertionError(COMPOSE + " starts no pair of " + kind + ": " + commands.keySet());
    }
    return new ShippedFlags(kind, commands);
  }

  /** How many servers of the kind there are. */
  int servers() {
    return commands.size();
  }

  /** Whether each listens for the others, and names them all. */
  boolean isCluster() {
    return values("--cluster.listen-address").values().stream()
            .allMatch(all -> all.size() == 1 && !all.get(0).isEmpty())
        && values("--cluster.peer").entrySet().stream()
            .allMatch(
                server ->
                    commands.keySet().stream()
                        .filter(other -> !other.equals(server.getKey()))
                        .allMatch(
                            other ->
                                server.getValue().stream()
                                    .anyMatch(peer -> peer.startsWith(other + ":"))));
  }

  /** The values of a flag at each server; none where it is not said. */
  Map<String, List<String>> values(String name) {
    Map<String, List<String>> values = new TreeMap<>();
    commands.forEach(
        (server, command) ->
            values.put(
                server,
                command.stream()
                    .filter(flag -> flag.startsWith(name + "="))
                    .map(flag -> flag.substring(name.length() + 1))
                    .toList()));
    return values;
  }

  /** The same flag, which all of them must have with the same value. */
  String flag(String name) {
    return name + "=" + value(name);
  }

  private String value(String name) {
    List<List<String>> distinct = values(name).values().stream().distinct().toList();
    if (distinct.size() != 1 || distinct.get(0).size() != 1) {
      throw new AssertionError(
          COMPOSE
              + " must start every "
              + kind
              + " with the same "
              + name
              + ", and says "
              + values(name));
    }
    return distinct.get(0).get(0);
  }

  Duration duration(String name) {
    return GoDuration.parse(value(name)).orElseThrow();
  }

  /** The flag with a time so many times as short. */
  String faster(String name, double speed) {
    return name + "=" + Math.round(duration(name).toMillis() / speed) + "ms";
  }

  /**
   * The same of a flag that they may leave out.
   *
   * @param standard what it is then
   */
  String faster(String name, Duration standard, double speed) {
    boolean said = values(name).values().stream().anyMatch(all -> !all.isEmpty());
    Duration time = said ? duration(name) : standard;
    return name + "=" + Math.round(time.toMillis() / speed) + "ms";
  }
}
