package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.harness.Cores;
import dev.tocsin.harness.servers.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The generated {@code docker-compose.yml} is valid, and with a real engine each step of the page
 * {@code monitoring/README.md}, as it stands there, brings what it shows there.
 *
 * <p>The steps take three minutes, as nothing is faster here than in production, and need an
 * engine, the images and the ports that the file publishes. Where one of them is lacking the test
 * is left out and says which; with {@code -Dtocsin.backend=containers}, which asks for it, it
 * fails.
 *
 * <p>Whatever is started has a project name of its own: a stack that somebody runs from the same
 * file on this machine is neither touched nor removed.
 */
@Cores(1)
class ComposeIT {
  private static final Path ROOT =
      Path.of(System.getProperty("tocsin.root", "../..")).toAbsolutePath().normalize();
  private static final Path PAGE = ROOT.resolve("monitoring/README.md");
  private static final Path COMPOSE = ROOT.resolve("monitoring/docker-compose.yml");

  /** For two scrapes, a `for` of a minute, an evaluation and a slow machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration LONGEST_COMMAND = Duration.ofMinutes(3);
  private static final String OF_THE_FILE = "docker compose -f monitoring/docker-compose.yml ";
  private static final String UP = OF_THE_FILE + "up ";
  private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(\\S+)");
  private static final Pattern PUBLISHED = Pattern.compile("127\\.0\\.0\\.1:(\\d+):");

  /**
   * A command of the page.
   *
   * @param shows lines of which each must match one that it prints
   */
  private record Step(String command, List<String> shows) {
    List<String> missing(String output) {
      List<String> lines = output.lines().map(String::strip).toList();
      return shows.stream()
          .filter(wanted -> lines.stream().noneMatch(pattern(wanted).asMatchPredicate()))
          .toList();
    }

    private static Pattern pattern(String shown) {
      List<String> parts = new ArrayList<>();
      for (String part : shown.strip().split("…", -1)) {
        parts.add(part.isEmpty() ? "" : Pattern.quote(part));
      }
      return Pattern.compile(String.join(".*", parts));
    }
  }

  private record Result(int status, String output) {}

  private final Map<String, String> variables = new LinkedHashMap<>();
  private boolean started;

  ComposeIT() {
    // It goes before the `name` in the file.
    variables.put("COMPOSE_PROJECT_NAME", "tocsin-compose-it-" + ProcessHandle.current().pid());
  }

  /** Needs Compose, and no engine. */
  @Test
  void theFileIsValid() throws IOException {
    requireCompose();
    read(Files.readString(PAGE));

    Result result = run(OF_THE_FILE + "config --quiet");

    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).as("warnings").isBlank();
  }

  @Test
  void eachStepOfThePageBringsWhatItShows() throws IOException {
    List<Step> steps = read(Files.readString(PAGE));
    assertThat(steps).as("steps of " + PAGE).hasSizeGreaterThan(10);
    requireCompose();
    requireImages();
    requireFreePorts();

    long start = System.nanoTime();
    for (Step step : steps) {
      started |= step.command().startsWith(UP);
      String[] last = {""};
      Await.that(
          step.command(),
          PATIENCE,
          () -> {
            Result result = run(step.command());
            last[0] = result.output() + "\n(status " + result.status() + ")";
            if (step.shows().isEmpty()) {
              assertThat(result.status()).as("%s%n%s", step.command(), last[0]).isZero();
            }
            return result.status() == 0 && step.missing(result.output()).isEmpty();
          },
          () -> "missing: " + step.shows() + "\nit printed: " + last[0]);
      System.out.printf("%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, step.command());
    }
    assertThat(run(OF_THE_FILE + "ps --all --quiet").output())
        .as("containers that are left")
        .isBlank();
  }

  /** Only what was started here. */
  @AfterEach
  void removeWhatIsLeft() {
    if (started) {
      Result ignored = run(OF_THE_FILE + "down --volumes");
    }
  }

  /** Commands follow a dollar sign, what they show follows them; exports give variables. */
  private List<Step> read(String page) {
    List<Step> steps = new ArrayList<>();
    boolean code = false;
    for (String line : page.lines().toList()) {
      if (line.startsWith("```")) {
        code = !code;
      } else if (code && line.startsWith("export ")) {
        Matcher variable = VARIABLE.matcher(line);
        while (variable.find()) {
          variables.put(variable.group(1), variable.group(2));
        }
      } else if (code && line.startsWith("$ ")) {
        steps.add(new Step(line.substring(2), new ArrayList<>()));
      } else if (code) {
        assertThat(steps).as("a command before: " + line).isNotEmpty();
        steps.get(steps.size() - 1).shows().add(line);
      }
    }
    return steps;
  }

  /** Some `docker` is the client alone. */
  private void requireCompose() {
    Result version = run("docker compose version");
    require(
        version.status() == 0,
        "docker compose is not here (`.ci/engine compose` brings it): " + version.output());
  }

  /** Compose would download them, which nobody has asked for. */
  private void requireImages() {
    Result engine = run("docker info --format '{{.ServerVersion}}'");
    require(engine.status() == 0, "no container engine answers: " + engine.output());
    Result images = run(OF_THE_FILE + "config --images");
    assertThat(images.status()).as(images.output()).isZero();
    List<String> missing =
        images
            .output()
            .lines()
            .distinct()
            .filter(image -> run("docker image inspect --format {{.Id}} " + image).status() != 0)
            .toList();
    require(
        missing.isEmpty(),
        "the engine has no images "
            + missing
            + ": `docker pull`, or `.ci/engine images`, and for the service `mvn -pl inference"
            + " package -DskipTests -Pimage`");
  }

  /** Compose would say it too, but after it has started half of it. */
  private static void requireFreePorts() throws IOException {
    Matcher port = PUBLISHED.matcher(Files.readString(COMPOSE));
    List<String> taken = new ArrayList<>();
    while (port.find()) {
      try (ServerSocket free =
          new ServerSocket(
              Integer.parseInt(port.group(1)), 1, InetAddress.getByName("127.0.0.1"))) {
        assertThat(free.isBound()).isTrue();
      } catch (IOException e) {
        taken.add(port.group(1) + " (" + e.getMessage() + ")");
      }
    }
    require(
        taken.isEmpty(),
        "ports of this machine that docker-compose.yml publishes are taken: " + taken);
  }

  /**
   * Containers that were asked for must be possible; where nobody asked, the reason is notified.
   */
  private static void require(boolean holds, String reason) {
    if (System.getProperty("tocsin.backend", "").equals("containers")) {
      assertThat(holds).as(reason).isTrue();
    }
    assumeTrue(holds, reason);
  }

  private Result run(String command) {
    try {
      Path output = Files.createTempFile("compose", ".out");
      try {
        ProcessBuilder builder =
            new ProcessBuilder("/bin/bash", "-c", command)
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new Result(-1, "it did not end within " + LONGEST_COMMAND);
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
