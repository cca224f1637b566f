package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  /** Each waits for the other to have begun. */
  @Test
  void twoArePlayedAtTheSameTime() {
    CountDownLatch begun = new CountDownLatch(2);
    Supplier<Boolean> both =
        () -> {
          begun.countDown();
          try {
            return begun.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };

    assertThat(SideBySide.play(List.of(both, both))).containsExactly(true, true);
  }

  @Test
  void theyAreReportedInOrder() {
    assertThat(SideBySide.play(List.<Supplier<Integer>>of(() -> 1, () -> 2, () -> 3, () -> 4)))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void oneThatFailsLeavesTheOthersToTheirEnd() {
    AtomicBoolean ended = new AtomicBoolean();
    Supplier<Integer> failing =
        () -> {
          throw new AssertionError("the first");
        };
    Supplier<Integer> failingToo =
        () -> {
          throw new IllegalStateException("the second");
        };
    Supplier<Integer> ending =
        () -> {
          ended.set(true);
          return 1;
        };

    assertThatThrownBy(() -> SideBySide.play(List.of(failing, failingToo, ending)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("the first")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(ended).isTrue();
  }

  /** Test beds beside each other last as long as the longest; more than fit take turns. */
  @Test
  void theirBoundIsThatOfTheLongestOrOfTheTurnsThatTheyTake() {
    assertThat(SideBySide.bound(List.of(13.0, 10.0))).isEqualTo(13);
    List<Double> many = Collections.nCopies(1000, 10.0);
    int atOnce = 1 + Runtime.getRuntime().availableProcessors();
    assertThat(SideBySide.bound(many)).isEqualTo(10_000.0 / atOnce);
  }
}
