package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.scenario.Case;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check itself: what it finds, and what it does not mistake for Java's spelling. */
class JavaSpellingTest {
  @Test
  void whatJavaPrintsIsFound() {
    List<Object> printed =
        List.of(
            new Delivery.Mail(Instant.EPOCH, "a", "b", "c", "d"),
            Optional.of(1),
            Optional.empty(),
            Duration.ofMinutes(5),
            List.of("a", "b"),
            List.of("a"),
            List.of(),
            new TreeMap<>(Map.of("job", "shop")),
            Map.of(),
            new IllegalArgumentException("no"),
            new Object(),
            Case.Kind.TOO_SHORT);
    for (Object one : printed) {
      assertThatThrownBy(() -> JavaSpelling.assertNone("it is " + one + "."))
          .as(one.getClass().getSimpleName())
          .isInstanceOf(AssertionError.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(x{job=\"shop\",code=~\"5..\"}[5m]) > 2",
        "[FIRING:1] DiskFull",
        "shop:3: error: it differs [proof/routing]",
        "mail to team@example.org",
        "by (job, instance) (x)",
      })
  void whatPromQlAndMailsWriteIsNot(String text) {
    assertThatCode(() -> JavaSpelling.assertNone(text)).doesNotThrowAnyException();
  }
}
