package dev.tocsin.harness.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private Instant wall = Instant.parse("2026-03-29T00:59:00Z");
  private long nanos = 77;

  private final SteadyClock clock =
      SteadyClock.of(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return wall;
            }
          },
          () -> nanos);

  private void passes(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  @Test
  void aClockThatIsSlewedIsSteady() {
    passes(Duration.ofMinutes(5));
    wall = wall.plusMillis(300);

    clock.requireSteady();
    assertThat(clock.elapsed()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aClockThatIsSetBackOrForthIsNamed() {
    passes(Duration.ofSeconds(8));
    wall = wall.minus(Duration.ofHours(1));

    assertThatThrownBy(clock::requireSteady)
        .isInstanceOf(MachineTooSlowError.class)
        .hasMessageContaining("the machine's clock jumped by -3600 s");
    assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(8));
    wall = wall.plus(Duration.ofHours(2));
    assertThatThrownBy(clock::requireSteady).hasMessageContaining("jumped by +3600 s");
  }
}
