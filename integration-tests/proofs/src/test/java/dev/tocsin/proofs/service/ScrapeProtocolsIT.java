package dev.tocsin.proofs.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.stack.Await;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.stack.PrometheusApi;
import dev.tocsin.harness.stack.Setup;
import dev.tocsin.harness.stack.Stack;
import dev.tocsin.proofs.InferenceJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real service is scraped by the oldest and the newest Prometheus, by every value of {@code
 * scrape_protocols} that it knows and with the features that ask for protobuf first: it is up, and
 * its histograms keep the buckets that the alerts ask for.
 */
@Cores(0.5)
class ScrapeProtocolsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path INFERENCE = Path.of("../../inference").toAbsolutePath().normalize();
  private static final String BUCKETS = "llm_time_to_first_token_seconds_bucket";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "OLDEST, ''",
    "OLDEST, native-histograms",
    "NEWEST, ''",
    "NEWEST, 'native-histograms,created-timestamp-zero-ingestion'"
  })
  void theServiceIsUp(String generation, String features) {
    InferenceJar.in(INFERENCE);
    Generation which = generation.equals("OLDEST") ? Generation.OLDEST : Generation.NEWEST;
    Setup setup =
        features.isEmpty()
            ? Setup.one()
            : Setup.one().prometheusFlags("--enable-feature=" + features);
    Programs programs = Programs.processes(Tools.standard().provide(which));
    try (Inference service =
            Inference.start(
                Inference.Runner.processes(INFERENCE), folder, "service", List.of(), List.of());
        Stack stack = Stack.prepare(programs, folder.resolve("stack"), setup)) {
      service.awaitReady();
      Map<String, String> jobs = jobs(which);
      stack.write(
          Map.of(
              "prometheus.yml",
              "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
                  + jobs.entrySet().stream()
                      .map(
                          job ->
                              "  - {job_name: '%s', %s static_configs: [{targets: ['%s']}]}\n"
                                  .formatted(job.getKey(), job.getValue(), service.address()))
                      .collect(Collectors.joining()),
              "alertmanager.yml",
              "{route: {receiver: nobody}, receivers: [{name: nobody}]}\n"));
      stack.start("prometheus.yml", "alertmanager.yml", Duration.ofMinutes(5));
      for (String job : jobs.keySet()) {
        double buckets =
            Await.until(
                "job " + job + " has buckets",
                PATIENCE,
                () -> count(stack, job),
                () -> stack.prometheus().targets().toString());
        assertThat(buckets).as(job).isEqualTo(19);
      }
      // A single scrape may be late on a machine that does other things; none may stay down.
      Await.that(
          "all targets are up",
          PATIENCE,
          () -> stack.prometheus().targets().stream().allMatch(PrometheusApi.TargetState::isUp),
          () -> stack.prometheus().targets().toString());
    }
  }

  /** Each job by what it adds to its configuration. */
  private static Map<String, String> jobs(Generation generation) {
    Map<String, String> jobs = new LinkedHashMap<>();
    jobs.put("default", "");
    if (generation.equals(Generation.NEWEST)) {
      for (String protocol :
          List.of(
              "PrometheusProto",
              "OpenMetricsText0.0.1",
              "OpenMetricsText1.0.0",
              "PrometheusText0.0.4",
              "PrometheusText1.0.0")) {
        jobs.put(protocol, "scrape_protocols: [" + protocol + "],");
      }
    }
    return jobs;
  }

  private static Optional<Double> count(Stack stack, String job) {
    return stack.prometheus().isReady()
        ? stack.prometheus().query("count(" + BUCKETS + "{job='" + job + "'})").stream()
            .findFirst()
            .map(PrometheusApi.Sample::value)
        : Optional.empty();
  }
}
