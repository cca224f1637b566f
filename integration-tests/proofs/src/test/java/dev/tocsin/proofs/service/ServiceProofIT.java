package dev.tocsin.proofs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Await;
import dev.tocsin.harness.Ensemble;
import dev.tocsin.harness.Stage;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.stack.Setup;
import dev.tocsin.monitoring.LlmMonitoring;
import dev.tocsin.proofs.Gpus;
import dev.tocsin.proofs.IllServers;
import dev.tocsin.proofs.InferenceJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every alert of the catalogue by a real cause: processes are killed, freeze and are overloaded by
 * real clients, disks are filled, servers lose their rules and their receivers. Time is not virtual
 * here: thresholds are what they are in production, a first token that takes six seconds takes six
 * seconds; only {@code for}, intervals and Alertmanager's times run thirty times as fast, and
 * windows seven times.
 */
@DisabledIfSystemProperty(
    named = "tocsin.service",
    matches = "false",
    disabledReason = "-Dtocsin.service=false says that no service is to be broken")
@Isolated("it is judged by time, and takes all that the machine has")
class ServiceProofIT {
  private static final Path ROOT = Path.of(System.getProperty("tocsin.root", "../.."));
  private static final Path FOLDER = Path.of("target/proof/service").toAbsolutePath();
  private static final String IMAGE = "tocsin/llm-inference:0.1.0";

  private static final double SPEED = 30;

  /** The 5 minutes of most windows are then three times the slowest request, which takes 13 s. */
  private static final double WINDOWS = 7;

  private static final String JOB = "llm-inference";

  private static final Set<String> OF_GPUS =
      Set.of("HighGPUUtilization", "HighGPUMemoryUsage", "CriticalGPUMemoryUsage");

  private final List<AutoCloseable> opened = new ArrayList<>();

  /** So many in a row as {@code -Dtocsin.service.runs} says: what is judged by time may flake. */
  static IntStream runs() {
    return IntStream.rangeClosed(1, Integer.getInteger("tocsin.service.runs", 1));
  }

  @AfterEach
  void close() throws Exception {
    for (int i = opened.size() - 1; i >= 0; i--) {
      opened.get(i).close();
    }
  }

  @ParameterizedTest(name = "run {0}")
  @MethodSource("runs")
  void realFaultsRingTheRightBells(int run) throws Exception {
    long start = System.nanoTime();
    Path inference = ROOT.resolve("inference").toAbsolutePath().normalize();
    InferenceJar.in(inference);
    assumeTrue(
        Host.canBeMade(),
        "this machine lets nobody mount a small disk in a namespace of its own (unshare --mount)");
    Path folder = Files.createDirectories(FOLDER.resolve("run-" + run));
    Toolbox tools = Tools.standard().telling(System.out::println).provide(Generation.NEWEST);
    Programs programs = Programs.of(tools);
    Path nodeExporter =
        tools.nodeExporter().orElseThrow(() -> new AssertionError("no node_exporter in " + tools));
    Inference.Runner runner =
        programs.backend().equals("containers")
            ? Inference.Runner.containers(IMAGE)
            : Inference.Runner.processes(inference);

    Optional<RealGpu> realGpu = RealGpu.ofThisBuild();
    List<Gpus> gpus = realGpu.isPresent() ? List.of() : gpus(inference, folder);
    // Each service tells of all GPUs of its host, and would ring for the one that is used up.
    List<Gpus> others =
        realGpu.isPresent() && Gpus.canBeBuilt()
            ? List.of(Gpus.buildBlind(Gpus.source(inference), folder.resolve("no-gpu")))
            : List.of();
    List<Inference> all = new ArrayList<>();
    for (String name :
        List.of("busy", "overloaded", "slow", "failing", "breaking", "empty", "crashing")) {
      List<Gpus> own = name.equals("empty") && realGpu.isEmpty() ? gpus : others;
      all.add(opened(Inference.start(runner, folder, name, own)));
    }
    Optional<Inference> onGpu =
        realGpu.map(gpu -> opened(Inference.startOn(gpu, runner, folder, "on-gpu")));
    onGpu.ifPresent(all::add);
    Host host = opened(Host.start(nodeExporter, folder, "host"));
    Host other = opened(Host.start(nodeExporter, folder, "other-host"));
    IllServers ill = opened(IllServers.start(programs, folder.resolve("ill")));
    all.forEach(Inference::awaitReady);
    host.awaitReady();
    other.awaitReady();

    MonitoringModel model = new LlmMonitoring().define();
    Stage stage =
        opened(plan(model, all, List.of(host, other), ill).open(programs, folder.resolve("stage")));
    ProofReport report = new ProofReport();
    report.about(model);
    PageTable pages = new PageTable();
    Ensemble ensemble = Ensemble.on(stage, report);
    Bells bells = new Bells(ensemble, pages);
    ServiceFaults faults = opened(new ServiceFaults(bells));
    faults.busy(all.get(0));
    faults.overloaded(all.get(1));
    faults.slowAndFrozen(all.get(2));
    faults.failing(all.get(3), all.get(4));
    faults.empty(all.get(5));
    gpus.forEach(some -> faults.gpus(all.get(5), some));
    realGpu.ifPresent(gpu -> new GpuFaults(bells, onGpu.orElseThrow(), gpu).add());
    faults.crashing(all.get(6));
    new HostFaults(bells).add(host, other);
    new ServerFaults(bells, ill).add(stage.stack().alertmanagers());

    List<Ensemble.Outcome> outcomes = ensemble.play();
    List<String> failures =
        outcomes.stream()
            .filter(outcome -> outcome.failure() != null)
            .map(outcome -> outcome.alert() + ": " + outcome.failure())
            .toList();
    if (run == 1 || !failures.isEmpty()) {
      report.writeTo(Path.of("target/proof"));
      String table = pages.text(stage.rehearsed().model(), model);
      System.out.print(table);
      Files.writeString(FOLDER.resolve("pages.txt"), table);
    }
    System.out.printf(
        "run %d: %d alerts by real causes in %s, services started and stopped included; %d of %d"
            + " scenes held%n",
        run,
        pages.size(),
        PageTable.seconds(Duration.ofNanos(System.nanoTime() - start)),
        outcomes.size() - failures.size(),
        outcomes.size());
    assertThat(failures).isEmpty();
    assertThat(pages.missing(model))
        .as("alerts of the catalogue that no real cause has rung")
        .isEqualTo(gpus.isEmpty() && realGpu.isEmpty() ? OF_GPUS : Set.of());
    for (Inference instance : all) {
      Await.that(
          instance.address() + " answers again",
          Bells.PATIENCE,
          () -> instance.complete(3, false) == 200,
          () -> "");
    }
  }

  /** A pair of each server, as in production. */
  private static Stage.Plan plan(
      MonitoringModel model, List<Inference> instances, List<Host> hosts, IllServers ill) {
    Stage.Plan plan =
        Stage.of(model)
            .faster(SPEED)
            .inRealTime(WINDOWS)
            .on(
                Setup.one()
                    .prometheuses(2)
                    .alertmanagers(2)
                    // A thirtieth of what it is in production.
                    .alertmanagerFlags("--cluster.peer-timeout=500ms"))
            .withItselfAsPrometheus("prometheus")
            .withItselfAsAlertmanager("alertmanager")
            .watching("prometheus", ill.prometheus())
            .watching("alertmanager", ill.alertmanager())
            .alwaysFiring("Watchdog");
    for (Inference instance : instances) {
      plan = plan.watching(JOB, instance.address());
    }
    for (Host host : hosts) {
      plan = plan.watching("node-exporter", host.address());
    }
    return plan;
  }

  private static List<Gpus> gpus(Path inference, Path folder)
      throws IOException, InterruptedException {
    if (!Gpus.canBeBuilt()) {
      System.out.println("GPU alerts are left out: gcc, which builds the stand-in, is not here");
      return List.of();
    }
    Gpus gpus = Gpus.build(Gpus.source(inference), folder.resolve("gpu"));
    gpus.say(new int[] {5, 10}, new int[] {5, 10});
    return List.of(gpus);
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.add(part);
    return part;
  }
}
