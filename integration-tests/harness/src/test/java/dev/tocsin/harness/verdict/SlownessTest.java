package dev.tocsin.harness.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlownessTest {
  @Test
  void aStarvedMachineJudgesNoService() {
    Slowness seen = Slowness.NONE;

    assertThat(seen.isTooSlow()).isFalse();
    assertThat(seen.under(0.8).isTooSlow()).isFalse();
    assertThat(seen.under(0.97).isTooSlow()).isTrue();
    assertThat(seen.under(0.97).toString())
        .startsWith("the machine did not keep up: ")
        .endsWith("something waited for a processor 97 % of the time");
  }

  @Test
  void pressureIsReadFromTheKernelsFile() {
    assertThat(
            CpuPressure.stalledMicros(
                """
                some avg10=96.62 avg60=97.48 avg300=97.35 total=3495808791
                full avg10=0.00 avg60=0.00 avg300=0.00 total=0
                """))
        .hasValue(3495808791L);
    assertThat(CpuPressure.stalledMicros("")).isEmpty();
    assertThat(CpuPressure.fromNow().share()).isBetween(0.0, 1.0);
  }
}
