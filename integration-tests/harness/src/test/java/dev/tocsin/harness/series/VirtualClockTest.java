package dev.tocsin.harness.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
  private static final Instant ANCHOR = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void runsSoManyTimesAsFastFromItsAnchor() {
    VirtualClock clock = VirtualClock.of(ANCHOR, 150, () -> ANCHOR.plusMillis(2400));

    assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(6));
    assertThat(clock.elapsedAt(ANCHOR)).isZero();
    assertThat(clock.inReal(Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(2));
    assertThat(clock.inVirtual(Duration.ofMillis(100))).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void staysExactForDays() {
    VirtualClock clock = VirtualClock.of(ANCHOR, 150, () -> ANCHOR.plus(Duration.ofDays(1)));

    assertThat(clock.elapsed()).isEqualTo(Duration.ofDays(150));
  }

  @Test
  void doesNotStandStill() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VirtualClock.startingNow(0))
        .withMessageContaining("0.0")
        .withMessageContaining("above 0");
  }
}
