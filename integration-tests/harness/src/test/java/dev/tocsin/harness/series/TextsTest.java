package dev.tocsin.harness.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void labelsAreWrittenAsPrometheusDoes() {
    assertThat(Texts.labels(Map.of())).isEqualTo("{}");
    assertThat(Texts.labels(Map.of("queue", "a \"b\"\\\n", "job", "shop")))
        .isEqualTo("{job=\"shop\",queue=\"a \\\"b\\\"\\\\\\n\"}");
  }

  @Test
  void whatIsInAnotherIsWrittenOutToo() {
    assertThat(Texts.list(List.of())).isEqualTo("none");
    assertThat(Texts.of(Optional.empty())).isEqualTo("none");
    assertThat(Texts.of(Duration.ofMinutes(5))).isEqualTo("5m");
    assertThat(Texts.of(Duration.ofSeconds(-90))).isEqualTo("-1m30s");
    assertThat(
            Texts.list(
                List.of(
                    new TreeMap<>(Map.of("times", List.of("09:00", "17:00"), "months", "may")),
                    Optional.of(2))))
        .isEqualTo("{months: may; times: 09:00, 17:00}, 2");
  }

  @Test
  void anExceptionIsNamedOnlyWhereItsMessageSaysTooLittle() {
    assertThat(Texts.of(new IllegalArgumentException("no file x"))).isEqualTo("no file x");
    assertThat(Texts.of(new AssertionError("it never fired"))).isEqualTo("it never fired");
    assertThat(Texts.of(new NullPointerException())).isEqualTo("java.lang.NullPointerException");
    assertThat(Texts.of((Throwable) new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }
}
