package dev.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Deployment;
import dev.tocsin.dsl.model.Service;
import dev.tocsin.generator.Generator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The containers are what production needs. */
class InstallationTest {
  private static final List<Service> SERVICES = Installation.CONTAINERS.services();
  private static final Pattern URL = Pattern.compile("https?://[^\\s\"',\\])}]+");
  private static final Set<String> LOOPBACK =
      Set.of("localhost", "127.0.0.1", "[::1]", "0.0.0.0", "[::]");

  @Test
  void everyContainerHasAHealthCheck() {
    assertThat(SERVICES).allSatisfy(each -> assertThat(each.more()).containsKey("healthcheck"));
  }

  /** The image's own, so that both check the same; ProgramIT of inference runs it. */
  @Test
  void theServicesHealthCheckIsThatOfItsImage() throws IOException {
    String script =
        Files.readString(
            Path.of(System.getProperty("tocsin.root"), "inference/src/image/build.sh"));
    Map<?, ?> check = (Map<?, ?>) SERVICES.get(0).more().get("healthcheck");
    List<?> command = (List<?>) check.get("test");
    assertThat(command.get(0)).isEqualTo("CMD");
    assertThat(script)
        .contains(
            command.stream()
                .skip(1)
                .map(word -> "\"" + word + "\"")
                .collect(Collectors.joining(", ", "\nhealth_check='[", "]'\n")));
  }

  /** Alerts and notifications link to the server that has sent them, from anywhere. */
  @Test
  void everyServerSaysWherePeopleReachIt() {
    assertThat(SERVICES)
        .filteredOn(each -> each.image().matches("prom/(prometheus|alertmanager):.*"))
        .hasSize(4)
        .allSatisfy(
            each ->
                assertThat(each.command())
                    .filteredOn(flag -> flag.startsWith("--web.external-url=https://"))
                    .hasSize(1));
  }

  /** What is inside a container asks that container: health checks may, and nothing else. */
  @Test
  void noLinkLeadsToTheReadersOwnMachine() {
    List<Service> withoutChecks =
        SERVICES.stream().map(each -> each.with("healthcheck", Map.of())).toList();
    Map<String, String> files =
        Generator.files(
                Workbench.MODEL.deployment(
                    Deployment.compose("checked", withoutChecks.toArray(Service[]::new))),
                "a test")
            .texts();
    Set<String> links = new TreeSet<>();
    files.forEach(
        (name, text) -> {
          if (name.endsWith(".yml")) {
            URL.matcher(text).results().map(MatchResult::group).forEach(links::add);
          }
        });
    assertThat(links)
        .contains("https://prometheus-1.example.com", "https://alertmanager-2.example.com")
        .noneMatch(link -> LOOPBACK.contains(String.valueOf(host(link))));
  }

  private static String host(String link) {
    return URI.create(link.replaceAll("[{}]", "")).getHost();
  }
}
