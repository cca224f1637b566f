package dev.tocsin.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExporterPageTest {
  @Test
  void aUnitIsWhatThePageSaysOrElseWhatTheNameEndsWith() {
    ExporterPage page =
        ExporterPage.parse(
            "shop",
            "the shop",
            """
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.5"} 1
            # TYPE size gauge
            # UNIT size bytes
            size 3
            temperature NaN
            """);

    assertThat(page.unit("wait_seconds_bucket")).contains("seconds");
    assertThat(page.unit("size")).contains("bytes");
    assertThat(page.unit("temperature")).isEmpty();
    assertThat(page.title()).isEqualTo("job shop (the shop)");
  }
}
