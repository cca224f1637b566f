package dev.tocsin.harness.series;

import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ScriptedTargetTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final VirtualClock clock = VirtualClock.of(START, 150, now::get);

  private static HttpResponse<String> scrape(ScriptedTarget target) throws Exception {
    return HttpClient.newBuilder()
        .proxy(HttpClient.Builder.NO_PROXY)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + target.address() + "/metrics")).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void servesItsLoadAsAcceleratedTimeAdvances() throws Exception {
    try (ScriptedTarget target = ScriptedTarget.start(clock, load().counter("jobs_total", 2))) {
      assertThat(target.address()).startsWith("127.0.0.1:");
      now.set(START.plusMillis(400));
      assertThat(scrape(target).body()).isEqualTo("# TYPE jobs_total counter\njobs_total 120\n");
      assertThat(scrape(target).headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");

      target.serve(load().counter("jobs_total", 0));
      now.set(START.plusMillis(4000));
      assertThat(scrape(target).body()).endsWith("jobs_total 120\n");
      assertThat(target.scrapes()).isEqualTo(3);
    }
  }

  @Test
  void goesDownAndComesBack() throws Exception {
    try (ScriptedTarget target = ScriptedTarget.start(clock, load().gauge("x", 1))) {
      target.goDown();
      assertThat(scrape(target).statusCode()).isEqualTo(503);
      assertThat(target.isServing()).isFalse();

      now.set(START.plusSeconds(1));
      target.restart(load().startTime("born"));
      assertThat(scrape(target).body()).endsWith("born " + (START.getEpochSecond() + 150) + "\n");
      assertThat(target.hasServedSince(START)).isFalse();
      assertThat(target.hasServedSince(now.get())).isTrue();
    }
  }
}
