package dev.tocsin.inference.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceMetricsTest {

  private static final EngineView IDLE =
      new EngineView() {
        @Override
        public int active() {
          return 0;
        }

        @Override
        public int slots() {
          return 4;
        }

        @Override
        public int queued() {
          return 0;
        }

        @Override
        public boolean loaded() {
          return true;
        }

        @Override
        public double decodingSeconds() {
          return 0;
        }

        @Override
        public boolean healthy() {
          return true;
        }
      };

  @Test
  void tellsGpusThatThereAreAndWhatTheyTell() throws IOException {
    String exposition =
        scrape(
            List.of(new GpuReading("0", 0.37, 10, 100), new GpuReading("1", Double.NaN, 20, 200)));
    assertThat(exposition)
        .contains("llm_gpu_utilization_ratio{gpu=\"0\"} 0.37\n")
        .contains("llm_gpu_memory_used_bytes{gpu=\"0\"} 10.0\n")
        .contains("llm_gpu_memory_used_bytes{gpu=\"1\"} 20.0\n")
        .contains("llm_gpu_memory_total_bytes{gpu=\"1\"} 200.0\n")
        .doesNotContain("llm_gpu_utilization_ratio{gpu=\"1\"}");
  }

  @Test
  void tellsNoGpusWhereThereAreNone() throws IOException {
    assertThat(scrape(List.of())).doesNotContain("llm_gpu_");
  }

  /** What Prometheus sends, by its {@code scrape_protocols} and features. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // 2.42; the second with --enable-feature=native-histograms.
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | application/openmetrics-text",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | application/openmetrics-text",
        // 3.x: PrometheusProto, OpenMetricsText1.0.0, OpenMetricsText0.0.1, PrometheusText1.0.0,
        // PrometheusText0.0.4, each alone.
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.5,*/*;q=0.4 | text/plain",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.4 | application/openmetrics-text",
        "application/openmetrics-text;version=0.0.1;q=0.5,*/*;q=0.4 | application/openmetrics-text",
        "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.4 | text/plain",
        "text/plain;version=0.0.4;q=0.5,*/*;q=0.4 | text/plain",
        "*/* | text/plain",
        "application/json | text/plain",
        " | text/plain",
      })
  void everyScraperGetsAFormatThatItReads(String accept, String type) throws IOException {
    ServiceMetrics metrics = new ServiceMetrics("m", IDLE, List::of, false);
    metrics.timeToFirstToken(0.2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(accept, out);
    assertThat(metrics.contentType(accept)).startsWith(type + ";");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("llm_time_to_first_token_seconds_bucket{model=\"m\",le=\"0.25\"} 1");
  }

  /** Alerts ask for {@code _bucket} series, which text formats have in either case. */
  @ParameterizedTest
  @CsvSource({"text/plain, false", "text/plain, true", "application/openmetrics-text, true"})
  void textKeepsClassicBuckets(String accept, boolean nativeHistograms) throws IOException {
    ServiceMetrics metrics = new ServiceMetrics("m", IDLE, List::of, nativeHistograms);
    metrics.timeToFirstToken(0.2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(accept, out);
    assertThat(metrics.contentType(accept)).startsWith(accept);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.startsWith("llm_time_to_first_token_seconds_bucket{"))
        .hasSize(19)
        .contains("llm_time_to_first_token_seconds_bucket{model=\"m\",le=\"0.25\"} 1");
  }

  @Test
  void nativeHistogramsAreInProtobufBesideClassicOnes() throws IOException {
    String accept =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
            + "encoding=delimited;q=0.6,text/plain;version=0.0.4;q=0.5";
    ServiceMetrics metrics = new ServiceMetrics("m", IDLE, List::of, true);
    metrics.timeToFirstToken(0.2);
    assertThat(metrics.contentType(accept)).startsWith("application/vnd.google.protobuf;");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(accept, out);
    // What Prometheus makes of it is in ScrapeProtocolsIT.
    assertThat(out.toString(StandardCharsets.ISO_8859_1))
        .contains("llm_time_to_first_token_seconds", "llm_requests_total");
  }

  private static String scrape(List<GpuReading> gpus) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ServiceMetrics("m", IDLE, () -> gpus, false).write("text/plain", out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
