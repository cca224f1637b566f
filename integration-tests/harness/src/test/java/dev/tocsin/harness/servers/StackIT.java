package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real servers, started and ended: as processes, or as containers with {@code
 * -Dtocsin.backend=containers}.
 */
@Cores(0.5)
class StackIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  static Programs programs() {
    return Programs.of(Tools.standard().provide(Generation.NEWEST));
  }

  /** A stack whose first Prometheus scrapes itself. */
  static Stack started(Path folder) {
    return started(folder, Setup.one());
  }

  private static Stack started(Path folder, Setup setup) {
    Stack stack = Stack.prepare(programs(), folder, setup);
    String alertmanagers =
        stack.alertmanagers().stream()
            .map(server -> "'" + server.address() + "'")
            .collect(Collectors.joining(", "));
    stack.write(
        Map.of(
            "prometheus.yml",
            """
            global: {scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}
            rule_files: [rules.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: [%s]}]}]}
            scrape_configs: [{job_name: itself, static_configs: [{targets: ['%s']}]}]
            """
                .formatted(alertmanagers, stack.prometheusAddress()),
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
      assertThat(stack.prometheus().ownBy("prometheus_build_info", "version")).containsValue(1.0);
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
  void aServerThatEndsIsReportedWithItsLog() {
    try (Stack stack = Stack.prepare(programs(), folder.resolve("broken"))) {
      stack.write(
          Map.of(
              "prometheus.yml", "scrape_configs: nonsense\n",
              "alertmanager.yml", "{route: {receiver: nobody}, receivers: [{name: nobody}]}\n"));

      // It may have ended before its process is found, or after.
      assertThatThrownBy(
              () -> {
                stack.start("prometheus.yml", "alertmanager.yml", Duration.ofMinutes(5));
                stack.awaitReady(PATIENCE);
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Prometheus")
          .hasMessageContaining("nonsense");
    }
  }

  @Test
  void whenTheJvmIsKilledItsServersEnd() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtocsin.tools=" + System.getProperty("tocsin.tools", ""),
                "-D" + Programs.BACKEND + "=" + System.getProperty(Programs.BACKEND, ""),
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
  void whereServersRunIsAsSaidOrRefused() {
    Toolbox tools = Tools.standard().provide(Generation.NEWEST);

    assertThat(Programs.of(tools, "").backend()).isEqualTo("processes");
    assertThat(Programs.of(tools, "processes").backend()).isEqualTo("processes");
    assertThatThrownBy(() -> Programs.of(tools, "clouds"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("-Dtocsin.backend=clouds: say processes, containers or auto");
    String wanted = System.getProperty(Programs.BACKEND, "");
    if (wanted.equals("containers")) {
      assertThat(programs().backend()).isEqualTo("containers");
      assertThat(Programs.of(tools, "auto").backend()).isEqualTo("containers");
    }
  }

  @Test
  void aKilledServerIsMissedOnlyWhenNobodyMeantIt() {
    try (Stack stack = started(folder.resolve("stack"))) {
      stack.awaitReady(PATIENCE);
      Server alertmanager = stack.alertmanagers().get(0);
      long pid = alertmanager.pid();

      alertmanager.kill();

      assertThat(alertmanager.isAlive()).isFalse();
      assertThat(isAlive(pid)).isFalse();
      assertThat(stack.alertmanager().isReady()).isFalse();
      stack.requireAlive();

      alertmanager.restart();
      stack.awaitReady(PATIENCE);

      assertThat(alertmanager.pid()).isNotEqualTo(pid);
      assertThat(stack.alertmanager().isReady()).isTrue();

      ProcessHandle.of(alertmanager.pid()).orElseThrow().destroyForcibly();
      Await.that("it is gone", PATIENCE, () -> !alertmanager.isAlive(), () -> "");
      assertThatThrownBy(stack::requireAlive)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Alertmanager")
          .hasMessageContaining("has ended");
    }
  }

  @Test
  void aRestartedPrometheusHasItsDataStill() {
    try (Stack stack = started(folder.resolve("stack"))) {
      stack.awaitReady(PATIENCE);
      double before = stack.prometheus().query("timestamp(up)").get(0).value();

      stack.prometheuses().get(0).kill();
      stack.prometheuses().get(0).restart();
      stack.awaitReady(PATIENCE);

      assertThat(stack.prometheus().query("min_over_time(timestamp(up)[5m:100ms])").get(0).value())
          .isLessThanOrEqualTo(before);
    }
  }

  @Test
  void aPausedServerStopsAndResumes() {
    try (Stack stack = started(folder.resolve("stack"))) {
      stack.awaitReady(PATIENCE);
      Server prometheus = stack.prometheuses().get(0);

      prometheus.pause();
      double still = System.currentTimeMillis() / 1000.0;
      assertThat(prometheus.isAlive()).isTrue();
      Await.passing(Duration.ofSeconds(2));
      prometheus.resume();
      stack.awaitReady(PATIENCE);

      Await.that(
          "it scrapes again",
          PATIENCE,
          () -> stack.prometheus().query("timestamp(up)").get(0).value() > still + 2,
          () -> "");
      assertThat(
              stack
                  .prometheus()
                  .query(
                      String.format(Locale.ROOT, "up[1700ms] @ %.3f", still + 1.9)
                          .transform("count_over_time(%s)"::formatted)))
          .as("scrapes while it stood still")
          .isEmpty();
      prometheus.pause();
    }
    // Closed in spite of the pause: nothing is left behind.
    assertThat(folder.resolve("stack/prometheus-data")).doesNotExist();
  }

  @Test
  void pairsFindEachOtherAndGoOnWithOneOfThem() {
    Setup pairs =
        Setup.one()
            .prometheuses(2)
            .prometheusFlags("--rules.alert.resend-delay=1s")
            .alertmanagers(2)
            .alertmanagerFlags("--cluster.peer-timeout=100ms");
    try (Stack stack = started(folder.resolve("stack"), pairs)) {
      stack.awaitReady(PATIENCE);
      assertThat(stack.pids()).hasSize(4).allMatch(StackIT::isAlive);
      assertThat(stack.prometheuses())
          .extracting(Server::name)
          .containsExactly("Prometheus 1", "Prometheus 2");
      assertThat(stack.alertmanager(1).cluster().peers()).hasSize(2);

      stack.alertmanagers().get(0).kill();
      stack.prometheuses().get(0).kill();
      stack.addRules(
          Map.of("rules.yml", "groups: [{name: g, rules: [{alert: Always, expr: vector(7)}]}]\n"));

      Await.that(
          "the other Alertmanager is notified by the other Prometheus",
          PATIENCE,
          () -> stack.alertmanager(1).alerts().stream().anyMatch(it -> it.name().equals("Always")),
          () -> String.valueOf(stack.alertmanager(1).alerts()));
      stack.prometheuses().get(0).restart();
      stack.alertmanagers().get(0).restart();
      stack.awaitReady(PATIENCE);
      assertThat(stack.alertmanager(0).cluster().peers()).hasSize(2);
    }
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
