package dev.tocsin.proofs.service;

import static dev.tocsin.harness.AlertPattern.alert;
import static dev.tocsin.proofs.Told.OF_CRITICAL;
import static dev.tocsin.proofs.Told.OF_LLM_CRITICAL;
import static dev.tocsin.proofs.Told.OF_WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.generator.write.DurationText;
import dev.tocsin.generator.write.PageLatency;
import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Await;
import dev.tocsin.harness.Ensemble;
import dev.tocsin.harness.Scene;
import dev.tocsin.harness.Stage;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.monitoring.LlmMonitoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The alerts on the service and its host, each by a real cause: processes are killed, freeze and
 * are overloaded by real clients, disks are filled. Time is not virtual here: thresholds are what
 * they are in production, a first token that takes six seconds takes six seconds; only {@code for},
 * intervals and Alertmanager's times run sixty times as fast, and windows seven times.
 */
@EnabledIfSystemProperty(
    named = "tocsin.service",
    matches = "true",
    disabledReason = "it takes three minutes: mvn verify -Dtocsin.service=true, or -Pthorough")
@Isolated("it is judged by time, and takes all that the machine has")
class ServiceProofIT {
  private static final Path ROOT = Path.of(System.getProperty("tocsin.root", "../.."));
  private static final Path FOLDER = Path.of("target/proof/service").toAbsolutePath();

  private static final double SPEED = 60;

  /** The 5 minutes of most windows are then three times the slowest request, which takes 13 s. */
  private static final double WINDOWS = 7;

  private static final String JOB = "llm-inference";
  private static final String MODEL = "demo";

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private record Row(String alert, String cause, Duration latency, Set<String> receivers) {}

  /** One group holds all instances that are down: the second begins when the first is over. */
  private final CountDownLatch downIsOver = new CountDownLatch(1);

  private final Map<String, Row> rows = new ConcurrentHashMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @Test
  void realFaultsRingTheRightBells() throws Exception {
    long start = System.nanoTime();
    try {
      play(start);
    } finally {
      for (int i = opened.size() - 1; i >= 0; i--) {
        opened.get(i).close();
      }
    }
  }

  private void play(long start) throws Exception {
    Path inference = ROOT.resolve("inference").toAbsolutePath().normalize();
    assumeTrue(
        Files.exists(inference.resolve("target/tocsin-inference.jar")),
        "the inference service is not packaged in this build");
    assumeTrue(
        Host.canBeMade(),
        "this machine lets nobody mount a small disk in a namespace of its own (unshare --mount)");
    Files.createDirectories(FOLDER);
    Toolbox tools = Tools.standard().telling(System.out::println).provide(Generation.NEWEST);
    Path nodeExporter =
        tools.nodeExporter().orElseThrow(() -> new AssertionError("no node_exporter in " + tools));

    List<Gpus> gpus = new ArrayList<>();
    if (Gpus.canBeBuilt()) {
      gpus.add(Gpus.build(inference.resolve("src/test/c/nvml_stand_in.c"), FOLDER.resolve("gpu")));
      gpus.get(0).say(new int[] {5, 10}, new int[] {5, 10});
    } else {
      System.out.println("GPU alerts are left out: gcc, which builds the stand-in, is not here");
    }
    Inference busy = start(inference, "busy", List.of());
    Inference overloaded = start(inference, "overloaded", List.of());
    Inference slow = start(inference, "slow", List.of());
    Inference failing = start(inference, "failing", List.of());
    Inference breaking = start(inference, "breaking", List.of());
    Inference empty = start(inference, "empty", gpus);
    Inference crashing = start(inference, "crashing", List.of());
    List<Inference> all = List.of(busy, overloaded, slow, failing, breaking, empty, crashing);
    Host host = opened(Host.start(nodeExporter, FOLDER, "host"));
    Host other = opened(Host.start(nodeExporter, FOLDER, "other-host"));
    all.forEach(Inference::awaitReady);
    host.awaitReady();
    other.awaitReady();

    MonitoringModel model = new LlmMonitoring().define();
    Stage.Plan plan =
        Stage.of(model)
            .faster(SPEED)
            .inRealTime(WINDOWS)
            .withItselfAsPrometheus("prometheus")
            .withItselfAsAlertmanager("alertmanager")
            .watching("node-exporter", host.address())
            .watching("node-exporter", other.address())
            .alwaysFiring("Watchdog");
    for (Inference instance : all) {
      plan = plan.watching(JOB, instance.address());
    }
    ProofReport report = new ProofReport();
    report.about(model);
    Stage stage = opened(plan.open(Programs.of(tools), FOLDER.resolve("stage")));
    Ensemble ensemble = Ensemble.on(stage, report);

    busy(ensemble, busy);
    overloaded(ensemble, overloaded);
    slowAndFrozen(ensemble, slow);
    failing(ensemble, failing, breaking);
    empty(ensemble, empty);
    if (!gpus.isEmpty()) {
      gpus(ensemble, empty, gpus.get(0));
    }
    crashing(ensemble, crashing);
    host(ensemble, host, other);

    List<Ensemble.Outcome> outcomes = ensemble.play();
    report.writeTo(Path.of("target/proof"));
    print(stage, model, start);
    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome.failure()).as(outcome.toString()).isNull());
    for (Inference instance : all) {
      Await.that(
          instance.address() + " answers again",
          PATIENCE,
          () -> instance.complete(3, false) == 200,
          () -> "");
    }
  }

  private Inference start(Path module, String name, List<Gpus> gpus) {
    return opened(Inference.start(module, FOLDER, name, gpus));
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.add(part);
    return part;
  }

  // ---- causes ----

  /** Fifteen clients and steps of 2.2 s: some wait, none fails. */
  private void busy(Ensemble ensemble, Inference busy) {
    List<Clients> clients = new ArrayList<>();
    Incident load =
        new Incident(
            "15 clients ask at once, and a step takes 2.2 s",
            () -> {
              busy.breakWith("{\"slow_step_ms\": 2200}");
              clients.add(Clients.ask(busy, 15, 5, false, 0));
            },
            "the clients go",
            () -> {
              clients.forEach(Clients::close);
              busy.mend();
            },
            4);
    rings(ensemble, load, "HighTTFT", model(busy, "HighTTFT"), OF_WARNING);
    rings(ensemble, load, "LowThroughput", model(busy, "LowThroughput"), OF_WARNING);
    rings(ensemble, load, "HighActiveRequests", model(busy, "HighActiveRequests"), OF_WARNING);
    rings(ensemble, load, "HighRequestLatency", model(busy, "HighRequestLatency"), OF_WARNING);
  }

  private void overloaded(Ensemble ensemble, Inference overloaded) {
    List<Clients> clients = new ArrayList<>();
    Incident load =
        new Incident(
            "60 clients ask at once for 30 tokens each, and a step takes 0.25 s",
            () -> {
              overloaded.breakWith("{\"slow_step_ms\": 250}");
              clients.add(Clients.ask(overloaded, 60, 30, false, 0));
            },
            "the clients go",
            () -> {
              clients.forEach(Clients::close);
              overloaded.mend();
            },
            3);
    rings(ensemble, load, "VeryHighTTFT", model(overloaded, "VeryHighTTFT"), OF_LLM_CRITICAL);
    rings(
        ensemble,
        load,
        "VeryHighActiveRequests",
        model(overloaded, "VeryHighActiveRequests"),
        OF_LLM_CRITICAL);
    rings(
        ensemble,
        load,
        "RequestQueueBuilding",
        model(overloaded, "RequestQueueBuilding"),
        OF_WARNING);
  }

  /** One token a second, and then none: a step that never ends. */
  private void slowAndFrozen(Ensemble ensemble, Inference slow) {
    List<Clients> clients = new ArrayList<>();
    Incident load =
        new Incident(
            "a step takes a second",
            () -> {
              slow.breakWith("{\"slow_step_ms\": 1000}");
              clients.add(Clients.ask(slow, 1, 8, false, 0));
            },
            "the engine freezes",
            () -> slow.breakWith("{\"freeze\": true}"),
            1);
    ensemble.with(
        "VeryLowThroughput",
        load.cause(),
        scene -> {
          scene.waitsAtMost(PATIENCE);
          Instant began = load.begin(scene);
          try {
            scene.fires(model(slow, "VeryLowThroughput"));
            told(
                scene,
                "VeryLowThroughput",
                slow.address(),
                false,
                OF_LLM_CRITICAL,
                began,
                load.cause());
          } finally {
            load.seen();
          }
          load.mend(scene);
        });
    ensemble.with(
        "LLMServiceUnhealthy",
        "the engine freezes while a client waits",
        scene -> {
          scene.waitsAtMost(PATIENCE);
          AlertPattern unhealthy = alert("LLMServiceUnhealthy").with("instance", slow.address());
          load.mend(scene);
          Instant began = Instant.now();
          scene.fires(unhealthy);
          told(
              scene,
              "LLMServiceUnhealthy",
              slow.address(),
              false,
              OF_LLM_CRITICAL,
              began,
              "frozen engine");
          scene.fires(model(slow, "VeryLowThroughput"));
          scene.happens(
              "it thaws, and the client goes",
              () -> {
                clients.forEach(Clients::close);
                slow.mend();
              });
          scene.ends(unhealthy);
          told(scene, "LLMServiceUnhealthy", slow.address(), true, OF_LLM_CRITICAL, began, "");
          scene.ends(model(slow, "VeryLowThroughput"));
          told(scene, "VeryLowThroughput", slow.address(), true, OF_LLM_CRITICAL, began, "");
        });
  }

  private void failing(Ensemble ensemble, Inference failing, Inference breaking) {
    List<Clients> clients = new ArrayList<>();
    List<Clients> others = new ArrayList<>();
    opened.add(() -> others.forEach(Clients::close));
    Incident some =
        new Incident(
            "7 of 100 requests fail",
            () -> {
              failing.breakWith("{\"fail_probability\": 0.07}");
              clients.add(Clients.ask(failing, 4, 1, false, 60));
            },
            "kill -9 of the process",
            () -> {
              clients.forEach(Clients::close);
              failing.kill();
            },
            1);
    rings(ensemble, some, "HighErrorRate", model(failing, "HighErrorRate"), OF_WARNING);
    // The window goes on about the failures when the process is gone, and must not be heard.
    ensemble.with(
        "LLMServiceDown",
        "the process is killed: it mutes its own symptoms, and no other's",
        scene -> {
          scene.waitsAtMost(PATIENCE);
          AlertPattern down = alert("LLMServiceDown").with("instance", failing.address());
          try {
            some.mend(scene);
            Instant killed = Instant.now();
            try {
              scene.fires(down);
              told(
                  scene,
                  "LLMServiceDown",
                  failing.address(),
                  false,
                  OF_LLM_CRITICAL,
                  killed,
                  "kill -9");
              scene.isInhibited(model(failing, "HighErrorRate"), down);
            } finally {
              scene.happens("the process is started again", failing::restart);
            }
            scene.ends(down);
            told(scene, "LLMServiceDown", failing.address(), true, OF_LLM_CRITICAL, killed, "");
          } finally {
            downIsOver.countDown();
          }
        });
    Incident half =
        new Incident(
            "half of the streams break after their headers",
            () -> {
              breaking.breakWith("{\"break_probability\": 0.5}");
              others.add(Clients.ask(breaking, 3, 12, true, 80));
            },
            "no stream breaks any more",
            breaking::mend,
            1);
    rings(
        ensemble, half, "VeryHighErrorRate", model(breaking, "VeryHighErrorRate"), OF_LLM_CRITICAL);
  }

  private void empty(Ensemble ensemble, Inference empty) {
    Incident unloaded =
        new Incident(
            "the model is unloaded",
            () -> empty.breakWith("{\"model_unloaded\": true}"),
            "the model is loaded again",
            empty::mend,
            1);
    rings(
        ensemble,
        unloaded,
        "ModelNotLoaded",
        alert("ModelNotLoaded").with("instance", empty.address()),
        OF_LLM_CRITICAL);
  }

  /** By a stand-in for NVIDIA's library: GPU 0 is busy and fairly full, GPU 1 is full. */
  private void gpus(Ensemble ensemble, Inference service, Gpus gpus) {
    Incident load =
        new Incident(
            "GPU load and memory, by a stand-in for NVIDIA's library",
            () -> gpus.say(new int[] {95, 72}, new int[] {5, 78}),
            "the GPUs are idle",
            () -> gpus.say(new int[] {5, 10}, new int[] {5, 10}),
            3);
    rings(ensemble, load, "HighGPUUtilization", gpu(service, "HighGPUUtilization", 0), OF_WARNING);
    rings(ensemble, load, "HighGPUMemoryUsage", gpu(service, "HighGPUMemoryUsage", 0), OF_WARNING);
    rings(
        ensemble,
        load,
        "CriticalGPUMemoryUsage",
        gpu(service, "CriticalGPUMemoryUsage", 1),
        OF_LLM_CRITICAL);
  }

  private void crashing(Ensemble ensemble, Inference crashing) {
    String cause = "kill -9 and a new start, three times";
    ensemble.with(
        "LLMServiceRestarting",
        cause,
        scene -> {
          scene.waitsAtMost(PATIENCE);
          AlertPattern restarting =
              alert("LLMServiceRestarting").with("instance", crashing.address());
          await(downIsOver);
          Instant began = Instant.now();
          scene.happens(
              cause,
              () -> {
                for (int i = 0; i < 3; i++) {
                  crashing.kill();
                  crashing.restart();
                  Await.passing(Duration.ofSeconds(1));
                }
              });
          scene.fires(restarting);
          told(
              scene,
              "LLMServiceRestarting",
              crashing.address(),
              false,
              OF_LLM_CRITICAL,
              began,
              cause);
          scene.ends(restarting);
          told(scene, "LLMServiceRestarting", crashing.address(), true, OF_LLM_CRITICAL, began, "");
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void host(Ensemble ensemble, Host host, Host other) {
    Incident load =
        new Incident(
            "a host's CPU and memory are used up, by its procfs tree",
            () -> {
              host.usesCpu(0.95);
              host.usesMemory(0.92);
            },
            "they are free again",
            () -> {
              host.usesCpu(0.1);
              host.usesMemory(0.3);
            },
            2);
    rings(ensemble, load, "HighCPUUsage", host(host, "HighCPUUsage"), OF_WARNING);
    rings(ensemble, load, "HighMemoryUsage", host(host, "HighMemoryUsage"), OF_WARNING);
    Incident full =
        new Incident(
            "a small disk is really filled to 90 %",
            () -> host.fillsDisk(0.9), "it is emptied", () -> host.fillsDisk(0.1), 1);
    rings(
        ensemble,
        full,
        "LowDiskSpace",
        host(host, "LowDiskSpace").with("mountpoint", host.mountpoint()),
        OF_WARNING);
    Incident fuller =
        new Incident(
            "another small disk is really filled to 97 %",
            () -> other.fillsDisk(0.97),
            "it is emptied, and the exporter is killed",
            () -> {
              other.fillsDisk(0.1);
              Await.passing(Duration.ofSeconds(2));
              other.kill();
            },
            1);
    AlertPattern veryLow = host(other, "VeryLowDiskSpace").with("mountpoint", other.mountpoint());
    ensemble.with(
        "VeryLowDiskSpace",
        fuller.cause(),
        scene -> {
          scene.waitsAtMost(PATIENCE);
          Instant began = fuller.begin(scene);
          try {
            scene.fires(veryLow);
            told(
                scene,
                "VeryLowDiskSpace",
                other.address(),
                false,
                OF_CRITICAL,
                began,
                fuller.cause());
            scene.isInhibited(
                host(other, "LowDiskSpace").with("mountpoint", other.mountpoint()), veryLow);
          } finally {
            fuller.seen();
          }
          fuller.mend(scene);
          scene.ends(veryLow);
          told(scene, "VeryLowDiskSpace", other.address(), true, OF_CRITICAL, began, "");
        });
    ensemble.with(
        "ExporterDown",
        "a node_exporter is killed",
        scene -> {
          scene.waitsAtMost(PATIENCE);
          fuller.mend(scene);
          Instant killed = Instant.now();
          scene.fires(host(other, "ExporterDown"));
          told(scene, "ExporterDown", other.address(), false, OF_WARNING, killed, "kill -9");
          scene.happens("it is started again", other::restart);
          scene.ends(host(other, "ExporterDown"));
          told(scene, "ExporterDown", other.address(), true, OF_WARNING, killed, "");
        });
  }

  // ---- what must follow ----

  /** The alert fires and is told; when all of the incident are, it ends, and that is told too. */
  private void rings(
      Ensemble ensemble, Incident incident, String name, AlertPattern pattern, Set<String> told) {
    String instance = pattern.labels().get("instance");
    ensemble.with(
        name,
        incident.cause(),
        scene -> {
          scene.waitsAtMost(PATIENCE);
          Instant began = incident.begin(scene);
          try {
            scene.fires(pattern);
            told(scene, name, instance, false, told, began, incident.cause());
          } finally {
            incident.seen();
          }
          incident.mend(scene);
          scene.ends(pattern);
          told(scene, name, instance, true, told, began, "");
        });
  }

  private void told(
      Scene scene,
      String name,
      String instance,
      boolean resolved,
      Set<String> destinations,
      Instant since,
      String cause) {
    Await.that(
        name + " of " + instance + (resolved ? " resolved" : "") + " reaches " + destinations,
        PATIENCE,
        () -> receivers(scene, name, instance, resolved).containsAll(destinations),
        () ->
            "it reached "
                + receivers(scene, name, instance, resolved)
                + "\n"
                + scene.stage().sinks().since(scene.since()));
    Set<String> reached = receivers(scene, name, instance, resolved);
    scene.holds(
        name + (resolved ? " resolved" : " firing") + " reaches " + new TreeSet<>(destinations),
        reached.equals(destinations),
        reached.toString());
    if (!resolved) {
      Duration latency =
          deliveries(scene, name, instance, false).stream()
              .map(Delivery::at)
              .filter(at -> !at.isBefore(since))
              .min(Comparator.naturalOrder())
              .map(first -> Duration.between(since, first))
              .orElse(Duration.ZERO);
      rows.putIfAbsent(name, new Row(name, cause, latency, destinations));
    }
  }

  private static Set<String> receivers(
      Scene scene, String name, String instance, boolean resolved) {
    Set<String> all = new TreeSet<>();
    deliveries(scene, name, instance, resolved).forEach(it -> all.add(it.destination()));
    return all;
  }

  private static List<Delivery> deliveries(
      Scene scene, String name, String instance, boolean resolved) {
    return scene.stage().sinks().since(scene.since()).stream()
        .filter(it -> it.isResolved() == resolved && it.says(name))
        .filter(it -> it.words().contains(instance))
        .toList();
  }

  private static AlertPattern model(Inference instance, String name) {
    return alert(name).with("instance", instance.address()).with("model", MODEL);
  }

  private static AlertPattern gpu(Inference instance, String name, int gpu) {
    return alert(name).with("instance", instance.address()).with("gpu", Integer.toString(gpu));
  }

  private static AlertPattern host(Host host, String name) {
    return alert(name).with("instance", host.address());
  }

  // ---- the table ----

  private void print(Stage stage, MonitoringModel shipped, long start) throws IOException {
    StringBuilder table = new StringBuilder();
    String format = "%-24s %10s %10s %12s  %s; %s%n";
    table.append(
        String.format(
            Locale.ROOT, format, "alert", "measured", "bound", "production", "cause", "receivers"));
    for (Row row : new TreeMap<>(rows).values()) {
      table.append(
          String.format(
              Locale.ROOT,
              format,
              row.alert(),
              seconds(row.latency()),
              bound(row.alert(), stage.rehearsed().model()),
              bound(row.alert(), shipped),
              row.cause(),
              String.join(", ", new TreeSet<>(row.receivers()))));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "%d alerts by real causes in %s, services started and stopped included%n",
            rows.size(),
            seconds(Duration.ofNanos(System.nanoTime() - start))));
    System.out.print(table);
    Files.writeString(FOLDER.resolve("pages.txt"), table);
  }

  private static String bound(String name, MonitoringModel model) {
    return model.alerts().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .flatMap((Alert it) -> PageLatency.of(it, model))
        .map(it -> DurationText.of(it.total()))
        .orElse("");
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
