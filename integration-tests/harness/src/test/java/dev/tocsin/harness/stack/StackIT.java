package dev.tocsin.harness.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real servers, started and ended. */
class StackIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  static Programs programs() {
    return Programs.of(Tools.standard().provide(Generation.NEWEST));
  }

  /** A stack whose Prometheus scrapes itself. */
  static Stack started(Path folder) {
    Stack stack = Stack.prepare(programs(), folder);
    stack.write(
        Map.of(
            "prometheus.yml",
            """
            global: {scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}
            rule_files: [rules.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: ['%s']}]}]}
            scrape_configs: [{job_name: itself, static_configs: [{targets: ['%s']}]}]
            """
                .formatted(stack.alertmanagerAddress(), stack.prometheusAddress()),
            "alertmanager.yml",
            "{route: {receiver: nobody}, receivers: [{name: nobody}]}\n"));
    stack.start("prometheus.yml", "alertmanager.yml", Duration.ofMinutes(5));
    return stack;
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void startsTellsAndLeavesNothingBehind() throws IOException {
    List<Long> pids;
    try (Stack stack = started(folder.resolve("stack"))) {
      stack.awaitReady(PATIENCE);
      assertThat(stack.prometheus().rules()).isEmpty();
      stack.addRules(
          Map.of("rules.yml", "groups: [{name: g, rules: [{alert: Always, expr: vector(7)}]}]\n"));
      stack.awaitReady(PATIENCE);
      pids = stack.pids();
      assertThat(pids).hasSize(2).allMatch(StackIT::isAlive);

      assertThat(stack.prometheus().targets())
          .containsExactly(
              new PrometheusApi.TargetState("itself", stack.prometheusAddress(), "up", ""));
      assertThat(stack.prometheus().alertmanagers()).hasSize(1);
      assertThat(stack.prometheus().query("vector(1.5)").get(0).value()).isEqualTo(1.5);
      assertThat(stack.prometheus().total("up")).isEqualTo(1);
      assertThat(stack.prometheus().own("prometheus_build_info")).isEqualTo(1);
      assertThat(stack.prometheus().rules().get(0).query()).isEqualTo("vector(7)");
      assertThat(stack.prometheus().alerts().get(0).name()).isEqualTo("Always");
      AlertmanagerApi.KnownAlert known =
          Await.until(
              "Alertmanager knows the alert",
              PATIENCE,
              () -> stack.alertmanager().alerts().stream().findFirst(),
              () -> "");
      assertThat(known.name()).isEqualTo("Always");
      assertThat(known.receivers()).containsExactly("nobody");
      assertThatThrownBy(() -> stack.prometheus().query("rate("))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("400");
    }
    assertThat(pids).noneMatch(StackIT::isAlive);
    try (Stream<Path> left = Files.list(folder.resolve("stack"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".tocsin-stack",
              "alertmanager.log",
              "alertmanager.yml",
              "prometheus.log",
              "prometheus.yml",
              "rules.yml");
    }
  }

  @Test
  void aServerThatEndsIsToldWithItsLog() {
    try (Stack stack = Stack.prepare(programs(), folder.resolve("broken"))) {
      stack.write(
          Map.of(
              "prometheus.yml", "scrape_configs: nonsense\n",
              "alertmanager.yml", "{route: {receiver: nobody}, receivers: [{name: nobody}]}\n"));
      stack.start("prometheus.yml", "alertmanager.yml", Duration.ofMinutes(5));

      assertThatThrownBy(() -> stack.awaitReady(PATIENCE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Prometheus")
          .hasMessageContaining("has ended")
          .hasMessageContaining("nonsense");
    }
  }

  @Test
  void whenTheJvmIsKilledItsServersEnd() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtocsin.tools=" + System.getProperty("tocsin.tools", ""),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.resolve("victim").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Long> pids;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      assertThat(line).as("the process ids").isNotNull();
      pids = Stream.of(line.split(" ")).map(Long::valueOf).toList();
      assertThat(pids).hasSize(2).allMatch(StackIT::isAlive);
    } finally {
      jvm.destroyForcibly();
    }
    assertThat(jvm.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    Await.that(
        "the servers of a killed JVM end",
        PATIENCE,
        () -> pids.stream().noneMatch(StackIT::isAlive),
        pids::toString);
  }

  @Test
  void aFolderWithOtherFilesIsNotTouched() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> Stack.prepare(programs(), folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("it holds other files: give the stack a folder of its own");
    assertThat(folder.resolve("thesis.txt")).hasContent("years of work");
  }

  /** A JVM that starts a stack, tells the servers' process ids, and waits to be killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws IOException {
      Stack stack = started(Path.of(arguments[0]));
      System.out.println(stack.pids().get(0) + " " + stack.pids().get(1));
      int ignored = System.in.read();
      System.exit(ignored);
    }
  }
}
