package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.dsl.Problem;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.contract.Contract;
import dev.tocsin.monitoring.LlmMonitoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that our monitoring asks for is exported by what really exports it: the inference
 * service, the oldest and the newest Prometheus and Alertmanager, and node_exporter. The names that
 * are asked for come from the rules; no list of them stands here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractIT {
  private static final Path ROOT = Path.of(System.getProperty("tocsin.root", "../.."));
  private static final Path MONITORING = ROOT.resolve("monitoring").toAbsolutePath().normalize();
  private static final Path INFERENCE = ROOT.resolve("inference").toAbsolutePath().normalize();
  private static final Path REPORT =
      ROOT.resolve("integration-tests/proofs/target/proof/contract.md");

  @TempDir static Path temp;

  private Contract others = contract();
  private String service = "";
  private String serviceInOpenMetrics = "";
  private String gpus = "";
  private boolean gpusAreThere = true;

  @BeforeAll
  void scrape() throws Exception {
    List<Generation> generations = List.of(Generation.OLDEST, Generation.NEWEST);
    List<Exporter> running = new ArrayList<>();
    try {
      // All at the same time: most of it is waiting for them to start.
      Exporter inference = startInference(running);
      for (Generation generation : generations) {
        others = scrapeServers(Tools.standard().provide(generation), running);
      }
      service = inference.text();
      serviceInOpenMetrics = inference.openMetrics();
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

  /** What is wrong on purpose below is right in the page that really came. */
  @Test
  void aRenamedMetricOfTheServiceIsCaughtByName() {
    assertThat(problems(with(service.replace("llm_queued_requests", "llm_waiting_requests"))))
        .singleElement()
        .asString()
        .startsWith("LlmMetrics.java:")
        .contains("metric `llm_queued_requests` is not on the page of job llm-inference")
        .contains("used by RequestQueueBuilding (SaturationAlerts.java:");
  }

  @Test
  void aHistogramThatEndsBelowItsThresholdIsCaughtByName() {
    // Thresholds on the time to the first token are 2 s and 5 s.
    String cut =
        service.replaceAll(
            "(?m)^llm_time_to_first_token_seconds_bucket.*le=\"(5|7|[1-9][0-9]+)\\..*\n", "");
    assertThat(cut).isNotEqualTo(service);

    assertThat(problems(with(cut)))
        .extracting(Problem::toString)
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("LatencyAlerts.java:")
                    .contains("`llm_time_to_first_token_seconds` is compared with 5, but its last")
                    .contains("used by VeryHighTTFT"))
        .hasSize(2);
  }

  @Test
  void fewerSlotsThanAThresholdAsksForAreCaughtByName() {
    assertThat(problems(with(service.replaceAll("(llm_max_active_requests.*) 32.*", "$1 16"))))
        .singleElement()
        .asString()
        .contains("`llm_active_requests` is compared with 20, but `llm_max_active_requests`");
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

  private Exporter startInference(List<Exporter> running) throws Exception {
    Path jar = INFERENCE.resolve("target/tocsin-inference.jar");
    assumeTrue(Files.exists(jar), () -> "not packaged in this build: " + jar);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
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
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of("--model", INFERENCE.resolve("models/demo").toString(), "--port"));
    Exporter exporter =
        Exporter.start(
            "inference",
            temp,
            port -> {
              List<String> all = new ArrayList<>(command);
              all.add(Integer.toString(port));
              return all;
            });
    running.add(exporter);
    return exporter;
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
