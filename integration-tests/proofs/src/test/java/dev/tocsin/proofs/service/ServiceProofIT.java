package dev.tocsin.proofs.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.ProofExtension;
import dev.tocsin.harness.faults.AlertPattern;
import dev.tocsin.harness.faults.FaultTests;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.servers.AlertmanagerApi;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.servers.PrometheusApi;
import dev.tocsin.harness.servers.Setup;
import dev.tocsin.harness.servers.Stack;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import dev.tocsin.harness.verdict.Replays;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.monitoring.LlmMonitoring;
import dev.tocsin.proofs.BrokenServers;
import dev.tocsin.proofs.Gpus;
import dev.tocsin.proofs.InferenceJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every alert of the catalogue by a real cause: processes are killed, freeze and are overloaded by
 * real clients, disks are filled, servers lose their rules and their receivers. Time is not virtual
 * here: thresholds are what they are in production, a first token that takes six seconds takes six
 * seconds; only {@code for}, intervals and Alertmanager's times run thirty times as fast, and
 * windows six times.
 */
@DisabledIfSystemProperty(
    named = "tocsin.service",
    matches = "false",
    disabledReason = "-Dtocsin.service=false says that no service is to be broken")
@Cores(1)
@Order(1)
@ExtendWith(ProofExtension.class)
class ServiceProofIT {
  private static final Path ROOT = Path.of(System.getProperty("tocsin.root", "../.."));
  private static final Path FOLDER = Path.of("target/proof/service").toAbsolutePath();

  /** How the overloaded ones are started: with fewer slots than clients that come. */
  private static final Map<String, List<String>> OPTIONS =
      Map.of(
          "busy", List.of("--slots", Integer.toString(ServiceFaults.BUSY_SLOTS)),
          "overloaded",
              List.of(
                  "--slots", Integer.toString(ServiceFaults.OVERLOADED_SLOTS), "--queue", "128"));

  private static final String IMAGE = "tocsin/llm-inference:0.1.0";

  private static final double SPEED = 30;

  /** The two minutes of some windows are then three times the six seconds that somebody waits. */
  private static final double WINDOWS = 6;

  /** Of those who wait for a slot and are answered slowly; in five minutes there are three. */
  private static final Duration SLOWEST_REQUEST = Duration.ofSeconds(13);

  private static final Map<String, Duration> SLOWEST_REQUESTS =
      Map.of(
          "VeryHighTTFT", Duration.ofMillis(6500),
          "VeryHighErrorRate", Duration.ofSeconds(2));

  private static final String JOB = "llm-inference";

  /** Where the machine keeps up. */
  private static final Duration AT_MOST = Duration.ofMinutes(8);

  private static final Set<String> OF_GPUS =
      Set.of("HighGPUUtilization", "HighGPUMemoryUsage", "CriticalGPUMemoryUsage");
  private static final Set<String> OF_DISKS = Set.of("LowDiskSpace", "VeryLowDiskSpace");

  private static final int FAILURE_LINES = 4;

  private final List<AutoCloseable> opened = new ArrayList<>();

  /** So many in a row as {@code -Dtocsin.service.runs} says: what is judged by time may flake. */
  static Stream<Arguments> runs() {
    int all = Integer.getInteger("tocsin.service.runs", 1);
    return IntStream.rangeClosed(1, all).mapToObj(run -> Arguments.of(run, all));
  }

  @AfterEach
  void close() throws Exception {
    Exception failure = null;
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    opened.clear();
    if (failure != null) {
      throw failure;
    }
  }

  /** What came of a play; all that is wrong with it. */
  private record Played(List<Throwable> failures) {
    boolean wasTooSlow() {
      return !failures.isEmpty()
          && failures.stream().allMatch(it -> it instanceof MachineTooSlowError);
    }
  }

  /**
   * Where all that is wrong is that the machine did not keep up, it is replayed. Where the machine
   * stays too slow, the test is aborted and says so, nothing is held against an alert, and the
   * class fails in the end, for nothing was proven.
   */
  @ParameterizedTest(name = "run {0} of {1}")
  @MethodSource("runs")
  void realFaultsFireTheExpectedAlerts(int run, int runs) throws Exception {
    String name = "run " + run + " of " + runs;
    Path folder = FOLDER.resolve("run-" + run);
    List<String> tooSlow = new ArrayList<>();
    Replays.Play<String, Exception> play =
        (due, attempt) -> {
          close();
          Played played = play(name, folder, attempt.speed());
          if (!played.wasTooSlow()) {
            assertThat(played.failures()).extracting(Throwable::toString).isEmpty();
            return List.of();
          }
          tooSlow.add("inconclusive at speed " + attempt.speed() + ":\n" + beginnings(played));
          System.out.println(name + " is " + tooSlow.get(tooSlow.size() - 1));
          return due;
        };
    if (!Replays.accelerated(SPEED).run(List.of(name), play).isEmpty()) {
      throw new MachineTooSlowError(name + " is " + String.join("\n", tooSlow));
    }
  }

  /** What was expected of each; the rest is in the report. */
  private static String beginnings(Played played) {
    return played.failures().stream()
        .map(failure -> String.valueOf(failure.getMessage()))
        .map(text -> text.lines().limit(FAILURE_LINES).collect(Collectors.joining("\n  ")))
        .collect(Collectors.joining("\n- ", "- ", ""));
  }

  private Played play(String name, Path where, double speed) throws Exception {
    long start = System.nanoTime();
    Path inference = ROOT.resolve("inference").toAbsolutePath().normalize();
    InferenceJar.in(inference);
    Path folder = Files.createDirectories(where);
    Toolbox tools = Tools.standard().reportingTo(System.out::println).provide(Generation.NEWEST);
    Programs programs = Programs.of(tools);
    Path nodeExporter =
        tools.nodeExporter().orElseThrow(() -> new AssertionError("no node_exporter in " + tools));
    Inference.Runner runner =
        programs.backend().equals("containers")
            ? Inference.Runner.containers(IMAGE)
            : Inference.Runner.processes(inference);

    Optional<RealGpu> realGpu = RealGpu.ofThisBuild();
    List<Gpus> gpus = realGpu.isPresent() ? List.of() : gpus(inference, folder);
    // Each service tells of all GPUs of its host, and would fire for the one that is used up.
    List<Gpus> others =
        realGpu.isPresent() && Gpus.canBeBuilt()
            ? List.of(Gpus.buildBlind(Gpus.source(inference), folder.resolve("no-gpu")))
            : List.of();
    Map<String, Inference> all = new TreeMap<>();
    for (String instance :
        List.of("busy", "overloaded", "slow", "failing", "breaking", "empty", "crashing")) {
      List<Gpus> own = instance.equals("empty") && realGpu.isEmpty() ? gpus : others;
      all.put(
          instance,
          opened(
              Inference.start(
                  runner, folder, instance, own, OPTIONS.getOrDefault(instance, List.of()))));
    }
    realGpu.ifPresent(
        gpu -> all.put("on-gpu", opened(Inference.startOn(gpu, runner, folder, "on-gpu"))));
    boolean disks = disks();
    Host host = opened(Host.start(nodeExporter, folder, "host", disks));
    Host other = opened(Host.start(nodeExporter, folder, "other-host", disks));
    BrokenServers ill = opened(BrokenServers.start(programs, folder.resolve("ill")));
    all.values().forEach(Inference::awaitReady);
    host.awaitReady();
    other.awaitReady();

    MonitoringModel model = new LlmMonitoring().define();
    Instant opening = Instant.now();
    TestBed bed =
        opened(
            plan(model, speed, all.values(), List.of(host, other), ill)
                .open(programs, folder.resolve("test bed")));
    ProofReport report = new ProofReport();
    report.about(model);
    PageTable pages = new PageTable();
    FaultTests ensemble = FaultTests.on(bed, report);
    Expected expected = new Expected();
    ExpectedAlerts expectedAlerts = new ExpectedAlerts(bed, ensemble, expected, pages);
    ServiceFaults faults = opened(new ServiceFaults(expectedAlerts));
    faults.busy(of(all, "busy"));
    faults.overloaded(of(all, "overloaded"));
    AlertPattern another = faults.failing(of(all, "failing"), of(all, "breaking"));
    faults.slowKilledAndFrozen(of(all, "slow"), another);
    faults.empty(of(all, "empty"));
    gpus.forEach(some -> faults.gpus(of(all, "empty"), some));
    realGpu.ifPresent(gpu -> new GpuFaults(expectedAlerts, of(all, "on-gpu"), gpu).add());
    faults.crashing(of(all, "crashing"));
    new HostFaults(expectedAlerts).add(host, other);
    new ServerFaults(expectedAlerts, ill).add(bed.stack().alertmanagers());
    for (int i = 0; i < bed.stack().alertmanagers().size(); i++) {
      expected.silence(bed.stack().alertmanager(i));
    }

    List<FaultTests.Outcome> outcomes = ensemble.play();
    List<Throwable> failures = new ArrayList<>();
    outcomes.forEach(
        outcome ->
            Optional.ofNullable(outcome.failure())
                .ifPresent(failure -> failures.add(named(outcome.alert(), failure))));
    long held = outcomes.size() - failures.size();
    Slowness slowness = ensemble.slowness();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (failures.isEmpty()) {
      List<String> wrong = new ArrayList<>(wrongBells(bed, expected, all.values(), opening));
      if (!slowness.isTooSlow()) {
        wrong.addAll(pages.tooLate());
        if (took.compareTo(AT_MOST) > 0) {
          wrong.add("it took " + PageTable.seconds(took) + ", and should take 8 minutes at most");
        }
      }
      wrong.forEach(
          it ->
              failures.add(
                  slowness.isTooSlow()
                      ? new MachineTooSlowError("inconclusive, as " + slowness + "\n" + it)
                      : new AssertionError(it)));
    }
    if (failures.isEmpty()) {
      failures.addAll(notWellAgain(bed, all.values(), List.of(host, other)));
      Set<String> without = new TreeSet<>(gpus.isEmpty() && realGpu.isEmpty() ? OF_GPUS : Set.of());
      without.addAll(disks ? Set.of() : OF_DISKS);
      assertThat(pages.missing(model))
          .as("alerts of the catalogue that no real cause has fired")
          .isEqualTo(without);
    }
    report.writeTo(Path.of("target/proof"));
    String table = pages.text();
    if (name.startsWith("run 1 ") || !failures.isEmpty()) {
      System.out.print(table);
      Files.writeString(FOLDER.resolve("pages.txt"), table);
    }
    System.out.printf(
        "%s: %d alerts by real causes in %s, services started and stopped included; %d of %d"
            + " fault tests held; %s%n",
        name, pages.size(), PageTable.seconds(took), held, outcomes.size(), slowness);
    return new Played(failures);
  }

  private static Throwable named(String alert, Throwable failure) {
    return failure instanceof MachineTooSlowError
        ? new MachineTooSlowError(alert + ": " + failure.getMessage())
        : new AssertionError(alert + ": " + failure, failure);
  }

  /** What fired, or came to somebody, that should not have; and what should have and did not. */
  private static List<String> wrongBells(
      TestBed bed, Expected expected, Collection<Inference> all, Instant opening) {
    Stack stack = bed.stack();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < stack.prometheuses().size(); i++) {
      wrong.addAll(
          expected.wronglyFired(
              stack.prometheuses().get(i).name(),
              stack.prometheus(i),
              Duration.between(opening, Instant.now())));
    }
    Set<String> instances = new TreeSet<>();
    bed.prometheus().targets().forEach(target -> instances.add(target.instance()));
    all.forEach(instance -> instances.add(instance.address()));
    wrong.addAll(
        expected.wronglyTold(
            bed.sinks().deliveries(),
            bed.shipped().alerts().stream().map(Alert::name).distinct().toList(),
            instances));
    bed.sinks()
        .complaints()
        .forEach(it -> wrong.add("no real receiver would have taken it: " + it));
    return wrong;
  }

  /** All answer again, and both pairs of servers work. */
  private static List<Throwable> notWellAgain(
      TestBed bed, Collection<Inference> all, List<Host> hosts) {
    List<Throwable> failures = new ArrayList<>();
    for (Inference instance : all) {
      check(
          failures,
          instance.address() + " answers again",
          () -> instance.complete(3, false) == 200);
    }
    Stack stack = bed.stack();
    for (int i = 0; i < stack.alertmanagers().size(); i++) {
      AlertmanagerApi alertmanager = stack.alertmanager(i);
      check(
          failures,
          stack.alertmanagers().get(i).name() + " knows the Watchdog again",
          () -> alertmanager.alerts().stream().anyMatch(it -> it.name().equals("Watchdog")));
    }
    for (int i = 0; i < stack.prometheuses().size(); i++) {
      PrometheusApi prometheus = stack.prometheus(i);
      check(
          failures,
          stack.prometheuses().get(i).name() + " has the Watchdog firing",
          () ->
              prometheus.alerts().stream()
                  .anyMatch(it -> it.isFiring() && it.name().equals("Watchdog")));
    }
    for (Host host : hosts) {
      try {
        host.requireTicking();
      } catch (IllegalStateException e) {
        failures.add(e);
      }
    }
    return failures;
  }

  private static void check(List<Throwable> failures, String what, BooleanSupplier holds) {
    try {
      Await.that(what, ExpectedAlerts.PATIENCE, holds, () -> "");
    } catch (AssertionError e) {
      failures.add(e);
    }
  }

  private static Inference of(Map<String, Inference> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  /** A pair of each server, as in production. */
  private static TestBed.Plan plan(
      MonitoringModel model,
      double speed,
      Collection<Inference> instances,
      List<Host> hosts,
      BrokenServers ill) {
    TestBed.Plan plan =
        TestBed.of(model)
            .faster(speed)
            .inRealTime(WINDOWS, SLOWEST_REQUEST)
            .on(
                Setup.one()
                    .prometheuses(2)
                    .alertmanagers(2)
                    .alertmanagerFlags(
                        "--cluster.peer-timeout=" + ExpectedAlerts.PEER_WAIT.toMillis() + "ms"))
            .withItselfAsPrometheus("prometheus")
            .withItselfAsAlertmanager("alertmanager")
            .watching("prometheus", ill.prometheus())
            .watching("alertmanager", ill.alertmanager())
            .alwaysFiring("Watchdog");
    for (Map.Entry<String, Duration> slowest : SLOWEST_REQUESTS.entrySet()) {
      plan = plan.slowestRequest(slowest.getKey(), slowest.getValue());
    }
    for (Inference instance : instances) {
      plan = plan.watching(JOB, instance.address());
    }
    for (Host host : hosts) {
      plan = plan.watching("node-exporter", host.address());
    }
    return plan;
  }

  private static boolean disks() {
    boolean disks = Host.canHaveDisk();
    if (!disks) {
      System.out.println(
          "alerts on disks are left out: this machine lets nobody mount a small disk in a namespace"
              + " of its own (unshare --mount)");
    }
    return disks;
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
