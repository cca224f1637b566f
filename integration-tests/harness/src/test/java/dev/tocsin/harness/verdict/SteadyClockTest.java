package dev.tocsin.harness.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
  private Instant wall = Instant.parse("2026-03-29T00:59:00Z");
  private long nanos = 77;

  private final SteadyClock clock = watch();

  private SteadyClock watch() {
    return SteadyClock.of(
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
  }

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

  /** Whatever came of it by a clock that jumped is no verdict: neither good nor bad. */
  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void whatIsJudgedAcrossAJumpIsInconclusive(long seconds) {
    Instant began = wall;
    Supplier<String> held =
        () -> {
          passes(Duration.ofSeconds(8));
          wall = wall.plusSeconds(seconds);
          return "held in " + Duration.between(began, wall).toSeconds() + " s";
        };
    Supplier<String> fails =
        () -> {
          throw new AssertionError(held.get());
        };
    Supplier<String> breaks =
        () -> {
          throw new IllegalStateException(held.get());
        };

    for (Supplier<String> work : List.of(held, fails, breaks)) {
      assertThatThrownBy(() -> watch().judging(work))
          .isInstanceOf(MachineTooSlowError.class)
          .hasMessageContaining("the machine's clock jumped by ")
          .hasMessageNotContaining("held in");
    }
    assertThat(watch().judging(() -> "held")).isEqualTo("held");
    assertThatThrownBy(
            () ->
                watch()
                    .judging(
                        () -> {
                          throw new AssertionError("it never fired");
                        }))
        .isExactlyInstanceOf(AssertionError.class);
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
