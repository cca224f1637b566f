package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.contract.Contract;
import dev.tocsin.monitoring.LlmMonitoring;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that our monitoring asks for is exported by what really exports it: the inference
 * service as it is installed, the oldest and the newest Prometheus and Alertmanager, and
 * node_exporter. The names that are asked for come from the rules; no list of them stands here.
 *
 * <p>That the contract is not kept by chance is shown on services that really break it: one built
 * from sources in which a metric is renamed and a histogram ends early, and one with fewer slots.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Cores(1)
class ContractIT {
  private static final Path ROOT = Path.of(System.getProperty("tocsin.root", "../.."));
  private static final Path MONITORING = ROOT.resolve("monitoring").toAbsolutePath().normalize();
  private static final Path INFERENCE = ROOT.resolve("inference").toAbsolutePath().normalize();
  private static final Path REPORT =
      ROOT.resolve("integration-tests/proofs/target/proof/contract.md");

  private static final Path METRICS =
      INFERENCE.resolve("src/main/java/dev/tocsin/inference/metrics/ServiceMetrics.java");

  private static final String MAIN = "dev.tocsin.inference.Main";

  @TempDir static Path temp;

  private Contract others = contract();
  private String service = "";
  private String serviceInOpenMetrics = "";
  private Optional<String> changed = Optional.empty();
  private String narrow = "";
  private String gpus = "";
  private boolean gpusAreThere = true;

  @BeforeAll
  void scrape() throws Exception {
    List<Exporter> running = new ArrayList<>();
    try {
      // All at the same time: most of it is waiting for them to start.
      Path jar = InferenceJar.in(INFERENCE);
      List<String> java = java();
      Exporter inference = startInference("inference", withOption(java, "-jar", jar), running);
      Exporter fewerSlots =
          startInference("fewer-slots", withOption(java, "-jar", jar), running, "--slots", "16");
      Optional<Exporter> changedInference =
          changedClasses()
              .map(
                  classes ->
                      startInference(
                          "changed",
                          withOption(java, "-cp", classes + File.pathSeparator + jar, MAIN),
                          running));
      for (Generation generation : Generations.proven()) {
        others = scrapeServers(Tools.standard().provide(generation), running);
      }
      service = inference.text();
      serviceInOpenMetrics = inference.openMetrics();
      if (changedInference.isPresent()) {
        changed = Optional.of(changedInference.get().text());
      }
      narrow = fewerSlots.text();
    } finally {
      running.forEach(Exporter::close);
    }
  }

  @Test
  void everythingThatOurMonitoringAsksForIsExported() throws IOException {
    Contract contract =
        with(service).against("llm-inference", "as OpenMetrics", serviceInOpenMetrics);
    List<Problem> problems = problems(contract);
    String report =
        "# The contract: "
            + problems.size()
            + " problems\n\nGPUs: "
            + gpus
            + ".\n\n"
            + contract.table()
            + String.join("\n", problems.stream().map(Problem::toString).toList());
    Files.createDirectories(REPORT.getParent());
    Files.writeString(REPORT, report);
    System.out.println(report);

    assertThat(problems).isEmpty();
  }

  /** By a service whose sources say so; see {@link #changedClasses}. */
  @Test
  void aServiceWithARenamedMetricAndAHistogramThatEndsEarlyIsCaughtByName() {
    assertThat(changed)
        .as("what this test changes is no longer in %s: say here what is", METRICS)
        .isPresent();
    List<String> problems =
        problems(with(changed.orElseThrow())).stream().map(Problem::toString).toList();
    System.out.println(String.join("\n", problems));

    // Thresholds on the time to the first token are 2 s and 5 s, and its buckets end at 3 s.
    assertThat(problems)
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("LlmMetrics.java:")
                    .contains(
                        "metric `llm_queued_requests` is not on the page of job llm-inference")
                    .contains("used by RequestQueueBuilding (SaturationAlerts.java:"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("LatencyAlerts.java:")
                    .contains("`llm_time_to_first_token_seconds` is compared with 5, but its last")
                    .contains("ends at 3: no quantile can be above that; used by VeryHighTTFT"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("is compared with 5, which is no boundary")
                    .contains("used by VeryHighTTFT"))
        .hasSize(3);
  }

  /** What the service is installed with is what `with(service)` above was started with. */
  @Test
  void fewerSlotsThanAThresholdAsksForAreCaughtByName() {
    assertThat(problems(with(narrow)))
        .singleElement()
        .asString()
        .contains("`llm_active_requests` is compared with 20, but `llm_max_active_requests`")
        .contains("is 16: it can never be exceeded");
  }

  private static Contract contract() {
    return Contract.of(new LlmMonitoring().define())
        .limiting("llm_active_requests", "llm_max_active_requests");
  }

  private Contract with(String servicePage) {
    return others.against("llm-inference", "the inference service", servicePage);
  }

  /** Without those of GPUs where there is neither one nor a way to stand in for one. */
  private List<Problem> problems(Contract contract) {
    return contract.problems().stream()
        .filter(problem -> gpusAreThere || !problem.message().contains("`llm_gpu_"))
        .toList();
  }

  /** The service's Java with this machine's GPUs, or what replaces them. */
  private List<String> java() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Three of them share few cores.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    if (Files.exists(Path.of("/dev/nvidiactl"))) {
      gpus = "this machine's own";
    } else if (Gpus.canBeBuilt()) {
      gpus = "a stand-in for NVIDIA's library, built by gcc for this test";
      command.add(
          "-Djna.library.path="
              + Gpus.build(Gpus.source(INFERENCE), temp.resolve("nvml")).library().getParent());
    } else {
      gpus = "NOT CHECKED: there is none, and no gcc to build a stand-in for NVIDIA's library";
      gpusAreThere = false;
    }
    return command;
  }

  private static List<String> withOption(List<String> command, Object... more) {
    List<String> all = new ArrayList<>(command);
    Stream.of(more).map(Object::toString).forEach(all::add);
    return all;
  }

  private static Exporter startInference(
      String name, List<String> command, List<Exporter> running, String... more) {
    Exporter exporter =
        Exporter.start(
            name,
            temp,
            port -> {
              List<String> all = new ArrayList<>(command);
              all.addAll(asInstalled(port));
              all.addAll(List.of(more));
              return all;
            });
    running.add(exporter);
    return exporter;
  }

  /** The arguments that the service is installed with, but for what is a machine's own. */
  private static List<String> asInstalled(int port) {
    List<String> installed =
        new LlmMonitoring()
            .define().deployment().orElseThrow().services().stream()
                .filter(service -> service.name().equals("llm-inference"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("llm-inference is not installed any more"))
                .command();
    Map<String, String> own =
        Map.of(
            "--model", INFERENCE.resolve("models/demo").toString(),
            "--host", "127.0.0.1",
            "--port", Integer.toString(port));
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < installed.size(); i++) {
      if (own.containsKey(installed.get(i))) {
        i++;
      } else {
        arguments.add(installed.get(i));
      }
    }
    own.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    return arguments;
  }

  /**
   * The service's metrics with two mistakes that a change of its sources could make; empty where
   * such a change was made already, which the service's own page shows.
   */
  private static Optional<Path> changedClasses() throws IOException {
    String text = Files.readString(METRICS);
    String queued = "\"llm_queued_requests\"";
    String pastThreeSeconds = "1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120";
    if (!text.contains(queued) || !text.contains(pastThreeSeconds)) {
      return Optional.empty();
    }
    String broken =
        text.replace(queued, "\"llm_waiting_requests\"").replace(pastThreeSeconds, "1, 2, 3");
    Path folder = Files.createDirectories(temp.resolve("changed-classes"));
    Path copy = Files.writeString(folder.resolve("ServiceMetrics.java"), broken);
    StringWriter output = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  output,
                  files,
                  null,
                  List.of("-d", folder.toString(), "-proc:none", "-cp", classPath()),
                  null,
                  files.getJavaFileObjects(copy.toFile()))
              .call();
      assertThat(compiled).as(output.toString()).isTrue();
    }
    return Optional.of(folder);
  }

  private static String classPath() throws IOException {
    try (Stream<Path> libraries = Files.list(INFERENCE.resolve("target/lib"))) {
      return Stream.concat(Stream.of(INFERENCE.resolve("target/classes")), libraries)
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  private Contract scrapeServers(Toolbox tools, List<Exporter> running) throws Exception {
    Generation generation = tools.generation();
    Path folder = Files.createDirectory(temp.resolve(generation.prometheus()));
    Files.writeString(
        folder.resolve("prometheus.yml"),
        "rule_files: [" + MONITORING.resolve("production-alerts.yml") + "]\n");
    String listen = "--web.listen-address=127.0.0.1:";
    Exporter prometheus =
        Exporter.start(
            "prometheus",
            folder,
            port ->
                List.of(
                    tools.prometheus().toString(),
                    "--config.file=prometheus.yml",
                    "--storage.tsdb.path=data",
                    listen + port));
    running.add(prometheus);
    Exporter alertmanager =
        Exporter.start(
            "alertmanager",
            folder,
            port ->
                List.of(
                    tools.alertmanager().toString(),
                    "--config.file=" + MONITORING.resolve("alertmanager.yml"),
                    "--storage.path=alertmanager",
                    "--cluster.listen-address=",
                    listen + port));
    running.add(alertmanager);
    Path program =
        tools
            .nodeExporter()
            .orElseThrow(() -> new AssertionError("there is no node_exporter in " + tools));
    Exporter nodeExporter =
        Exporter.start("node_exporter", folder, port -> List.of(program.toString(), listen + port));
    running.add(nodeExporter);
    return others
        .against("prometheus", "Prometheus " + generation.prometheus(), prometheus.ready().text())
        .against(
            "alertmanager",
            "Alertmanager " + generation.alertmanager(),
            alertmanager.ready().text())
        .against(
            "node-exporter", "node_exporter " + generation.nodeExporter(), nodeExporter.text());
  }
}
