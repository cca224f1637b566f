package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void asksUntilThereIsAnAnswer() {
    AtomicInteger asked = new AtomicInteger();

    int answer =
        Await.until(
            "the third answer",
            Duration.ofSeconds(30),
            () -> asked.incrementAndGet() < 3 ? Optional.empty() : Optional.of(asked.get()),
            () -> "");

    assertThat(answer).isEqualTo(3);
  }

  @Test
  void whenTimeIsUpItTellsWhatWasExpectedAndSeen() {
    assertThatThrownBy(
            () ->
                Await.that(
                    "the target is scraped", Duration.ZERO, () -> false, () -> "0 of 2 targets"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected within 0.0 s")
        .hasMessageContaining("the target is scraped")
        .hasMessageContaining("0 of 2 targets");
  }
}
