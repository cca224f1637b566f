package dev.tocsin.harness.accelerated;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.series.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final VirtualClock CLOCK = VirtualClock.startingNow(60);
  private static final Instant BEGAN = CLOCK.anchor();

  /** Four seconds of waiting after five minutes of the script, and one after six. */
  private static final List<Hold> HOLDS =
      List.of(
          new Hold(BEGAN.plusSeconds(5), BEGAN.plusSeconds(9)),
          new Hold(BEGAN.plusSeconds(10), BEGAN.plusSeconds(11)));

  private static Duration since(int seconds) {
    return Hold.since(CLOCK, BEGAN, HOLDS, BEGAN.plusSeconds(seconds));
  }

  private static Duration at(Duration moment) {
    return Duration.between(BEGAN, Hold.at(CLOCK, BEGAN, HOLDS, moment));
  }

  @Test
  void scriptsStandStillWhileTheyWait() {
    assertThat(since(4)).isEqualTo(ofMinutes(4));
    assertThat(since(5)).isEqualTo(ofMinutes(5));
    assertThat(since(7)).isEqualTo(ofMinutes(5));
    assertThat(since(9)).isEqualTo(ofMinutes(5));
    assertThat(since(12)).isEqualTo(ofMinutes(7));
  }

  @Test
  void aMomentAtWhichTheyWaitedIsTheLastOne() {
    assertThat(at(ofMinutes(4))).isEqualTo(ofSeconds(4));
    assertThat(at(ofMinutes(5))).isEqualTo(ofSeconds(9));
    assertThat(at(ofMinutes(6))).isEqualTo(ofSeconds(11));
    assertThat(at(ofMinutes(7))).isEqualTo(ofSeconds(12));
  }

  @Test
  void theTimeBetweenTwoInstantsIsReported() {
    Hold hold = HOLDS.get(0);

    assertThat(hold.within(BEGAN, BEGAN.plusSeconds(20))).isEqualTo(4_000);
    assertThat(hold.within(BEGAN.plusSeconds(8), BEGAN.plusSeconds(20))).isEqualTo(1_000);
    assertThat(hold.within(BEGAN, BEGAN.plusSeconds(5))).isZero();
  }
}
