package dev.tocsin.generator.write;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.model.Deployment;
import dev.tocsin.dsl.model.Service;
import dev.tocsin.generator.fmt.CanonicalYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes <a href="https://docs.docker.com/reference/compose-file/">{@code docker-compose.yml}</a>.
 */
public final class ComposeWriter {
  private static final String NETWORK = "monitoring";

  private ComposeWriter() {}

  /** The text of {@code docker-compose.yml}. */
  public static String write(Deployment deployment, List<String> head) {
    Map<String, Object> services = new LinkedHashMap<>();
    Map<String, Object> volumes = new TreeMap<>();
    Map<String, Object> secrets = new TreeMap<>();
    for (Service service : deployment.services()) {
      services.put(service.name(), service(service));
      for (String volume : service.volumes()) {
        String source = volume.substring(0, volume.indexOf(':'));
        if (!source.startsWith(".") && !source.startsWith("/")) {
          volumes.put(source, Map.of());
        }
      }
      for (Secret secret : service.secrets()) {
        secret
            .variable()
            .ifPresent(variable -> secrets.put(variable, Map.of("environment", variable)));
      }
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("name", deployment.name());
    file.put("services", services);
    file.put("networks", Map.of(NETWORK, Map.of()));
    if (!volumes.isEmpty()) {
      file.put("volumes", volumes);
    }
    if (!secrets.isEmpty()) {
      file.put("secrets", secrets);
    }
    return CanonicalYaml.of(head, file);
  }

  private static Map<String, Object> service(Service service) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("image", service.image());
    node.put("restart", "unless-stopped");
    put(node, "command", service.arguments().stream().flatMap(ComposeWriter::words).toList());
    if (!service.environment().isEmpty()) {
      node.put("environment", service.environment());
    }
    put(node, "depends_on", service.dependsOn());
    node.put("networks", List.of(NETWORK));
    put(node, "ports", service.ports());
    put(node, "volumes", service.volumes());
    put(
        node,
        "secrets",
        List.copyOf(
            new TreeSet<>(
                service.secrets().stream()
                    .flatMap(secret -> secret.variable().stream())
                    .toList())));
    node.putAll(service.more());
    return node;
  }

  private static Stream<Object> words(Service.Argument argument) {
    Stream<Object> words = argument.words().stream().map(Object.class::cast);
    return argument.why().isEmpty() || argument.words().isEmpty()
        ? words
        : Stream.concat(
            Stream.of(new CanonicalYaml.Commented(argument.why().get(), argument.words().get(0))),
            words.skip(1));
  }

  private static void put(Map<String, Object> node, String key, List<?> values) {
    if (!values.isEmpty()) {
      node.put(key, values);
    }
  }
}
