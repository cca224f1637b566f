package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitAServerTest {
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void whoCannotBeAskedOnceHasNotAnsweredYet() {
    int answer =
        Await.until(
            "an answer",
            Duration.ofSeconds(30),
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new ServerException("it timed out");
              }
              return Optional.of(asked.get());
            },
            () -> "");

    assertThat(answer).isEqualTo(2);
  }

  @Test
  void whoNeverCanIsNamed() {
    assertThatThrownBy(
            () ->
                Await.that(
                    "an answer",
                    Duration.ZERO,
                    () -> {
                      throw new ServerException("it timed out");
                    },
                    () -> {
                      throw new ServerException("again");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("it did not happen: an answer\nit timed out\nagain");
  }
}
