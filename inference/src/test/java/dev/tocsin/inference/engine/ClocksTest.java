package dev.tocsin.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClocksTest {

  private final AtomicLong now = new AtomicLong(12345);

  @Test
  void busySecondsAdvanceWhileBusy() {
    BusyClock clock = new BusyClock(now::get);
    pass(5);
    clock.set(true);
    pass(3);
    assertThat(clock.seconds()).isEqualTo(3);
    clock.set(true);
    pass(2);
    clock.set(false);
    pass(9);
    assertThat(clock.seconds()).isEqualTo(5);
  }

  @Test
  void silenceWithWorkWaitingIsAHang() {
    Heartbeat heart = new Heartbeat(now::get, Duration.ofSeconds(10));
    pass(100);
    assertThat(heart.problem()).isEmpty();
    heart.working(true);
    pass(10);
    assertThat(heart.problem()).isEmpty();
    pass(1);
    heart.working(true);
    assertThat(heart.problem()).hasValueSatisfying(p -> assertThat(p).contains("for 11 s"));
    heart.beat(false);
    assertThat(heart.problem()).isEmpty();
    heart.working(false);
    pass(100);
    assertThat(heart.problem()).isEmpty();
  }

  @Test
  void onlyFailingStepsAreAFault() {
    Heartbeat heart = new Heartbeat(now::get, Duration.ofSeconds(10));
    for (int i = 0; i < 9; i++) {
      heart.beat(true);
    }
    assertThat(heart.problem()).isEmpty();
    heart.beat(true);
    assertThat(heart.problem()).hasValueSatisfying(p -> assertThat(p).contains("steps have fail"));
    heart.beat(false);
    assertThat(heart.problem()).isEmpty();
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
