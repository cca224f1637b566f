package dev.tocsin.proofs.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.generator.write.PrometheusWriter;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.servers.PrometheusApi;
import dev.tocsin.harness.servers.Setup;
import dev.tocsin.harness.servers.Stack;
import dev.tocsin.proofs.InferenceJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The real service is scraped by the oldest and the newest Prometheus, by every value of {@code
 * scrape_protocols} that it knows and with the features that ask for protobuf first: it is up, and
 * its histograms keep the buckets that the alerts ask for. So they do where the service exposes
 * native histograms and Prometheus ingests them, by what is generated for its version.
 */
@Cores(0.5)
@Execution(ExecutionMode.CONCURRENT)
class ScrapeProtocolsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path INFERENCE = Path.of("../../inference").toAbsolutePath().normalize();
  private static final String BUCKETS = "llm_time_to_first_token_seconds_bucket";

  /** The buckets of the histogram above, {@code +Inf} included. */
  private static final double EXPECTED_BUCKETS = 19;

  @TempDir static Path services;

  private static Inference classic;
  private static Inference nativeToo;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    InferenceJar.in(INFERENCE);
    classic = start("classic", List.of());
    nativeToo = start("native", List.of("--native-histograms"));
  }

  private static Inference start(String name, List<String> arguments) {
    Inference service =
        Inference.start(
            Inference.Runner.processes(INFERENCE),
            services.resolve(name),
            name,
            List.of(),
            arguments);
    service.awaitReady();
    return service;
  }

  @AfterAll
  static void stop() {
    Stream.of(classic, nativeToo).filter(Objects::nonNull).forEach(Inference::close);
  }

  @ParameterizedTest
  @CsvSource({
    "OLDEST, ''",
    "OLDEST, native-histograms",
    "NEWEST, ''",
    "NEWEST, 'native-histograms,created-timestamp-zero-ingestion'"
  })
  void theServiceIsUp(String generation, String features) {
    Generation which = Generation.valueOf(generation);
    Setup setup =
        features.isEmpty()
            ? Setup.one()
            : Setup.one().prometheusFlags("--enable-feature=" + features);
    Map<String, String> jobs = jobs(which);
    String configuration =
        "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n"
            + jobs.entrySet().stream()
                .map(
                    job ->
                        "  - {job_name: '%s', %s static_configs: [{targets: ['%s']}]}\n"
                            .formatted(job.getKey(), job.getValue(), classic.address()))
                .collect(Collectors.joining());
    try (Stack stack = started(which, setup, configuration)) {
      for (String job : jobs.keySet()) {
        assertThat(awaited(stack, buckets(job))).as(job).isEqualTo(EXPECTED_BUCKETS);
      }
      awaitAllUp(stack);
    }
  }

  /** As it is generated for the version; the other job shows what is lost without the key. */
  @ParameterizedTest
  @EnumSource(names = {"MIDDLE", "NEWEST"})
  void nativeHistogramsLeaveTheBucketsOfTheGeneratedScrapeJob(Generation generation) {
    String configuration =
        PrometheusWriter.write(
            PrometheusConfig.prometheus(Duration.ofSeconds(1))
                .scrapeConfigs(
                    ScrapeJob.job("both", nativeToo.address()).alwaysScrapeClassicHistograms(),
                    ScrapeJob.job("native", nativeToo.address())),
            "none.yml",
            List.of(),
            Optional.of(Version.parse(generation.prometheus())));
    Setup setup = Setup.one().prometheusFlags("--enable-feature=native-histograms");
    assertThat(nativeToo.complete(2, false)).isEqualTo(200);
    try (Stack stack = started(generation, setup, configuration)) {
      for (String job : List.of("both", "native")) {
        assertThat(
                awaited(
                    stack,
                    "histogram_count(llm_time_to_first_token_seconds{job='" + job + "'}) > 0"))
            .as("native histogram of job " + job)
            .isPositive();
      }
      assertThat(awaited(stack, buckets("both"))).isEqualTo(EXPECTED_BUCKETS);
      assertThat(stack.prometheus().query(buckets("native"))).isEmpty();
      awaitAllUp(stack);
    }
  }

  private Stack started(Generation generation, Setup setup, String configuration) {
    Programs programs = Programs.processes(Tools.standard().provide(generation));
    Stack stack = Stack.prepare(programs, folder.resolve("stack"), setup);
    try {
      stack.write(
          Map.of(
              "prometheus.yml",
              configuration,
              "alertmanager.yml",
              "{route: {receiver: nobody}, receivers: [{name: nobody}]}\n"));
      stack.start("prometheus.yml", "alertmanager.yml", Duration.ofMinutes(5));
      return stack;
    } catch (RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }

  /** A single scrape may be late on a machine that does other things; no target may stay down. */
  private static void awaitAllUp(Stack stack) {
    Await.that(
        "all targets are up",
        PATIENCE,
        () -> stack.prometheus().targets().stream().allMatch(PrometheusApi.TargetState::isUp),
        () -> stack.prometheus().targets().toString());
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

  private static String buckets(String job) {
    return "count(" + BUCKETS + "{job='" + job + "'})";
  }

  /** The value of an expression, once it has one. */
  private static double awaited(Stack stack, String expression) {
    return Await.until(
        expression + " has a value",
        PATIENCE,
        () ->
            stack.prometheus().isReady()
                ? stack.prometheus().query(expression).stream()
                    .findFirst()
                    .map(PrometheusApi.Sample::value)
                : Optional.empty(),
        () -> stack.prometheus().targets().toString());
  }
}
