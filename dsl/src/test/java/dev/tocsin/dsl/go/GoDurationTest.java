package dev.tocsin.dsl.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0s, 0",
    "1h30m, 5400000",
    "1y2w3d4h5m6s7ms, 33019506007",
    "500ms, 500",
    "090s, 90000"
  })
  void readsPrometheusDurations(String text, long milliseconds) {
    assertThat(GoDuration.milliseconds(text)).isEqualTo(milliseconds);
    assertThat(GoDuration.parse(text)).hasValue(Duration.ofMillis(milliseconds));
    assertThat(GoDuration.wrong(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      delimiter = '|',
      value = {
        "''|leave the field out, or write 0s",
        "5|add the unit: 5s or 5m",
        "0.5s|durations have no fractions: use a smaller unit, such as 500ms",
        "-5m|a duration cannot be negative",
        "5 minutes|the units are y, w, d, h, m, s and ms",
        "5m3|write a number and a unit, such as 5m, 1h30m or 500ms",
        "abc|write a number and a unit, such as 5m, 1h30m or 500ms",
        "1s1m|write y, w, d, h, m, s, ms in this order, each once",
        "1m1m|write y, w, d, h, m, s, ms in this order, each once",
        "300y|null",
        "99999999999999999999s|null",
      })
  void explainsWhatIsNoDuration(String text, String help) {
    assertThat(GoDuration.parse(text)).isEmpty();
    assertThat(GoDuration.wrong(text))
        .hasValueSatisfying(wrong -> assertThat(wrong.help()).isEqualTo(help));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s, 0s",
    "90000, 1m30s, 1m30s",
    "604800000, 1w, 168h",
    "7776000000, 90d, 2160h",
    "31536000000, 1y, 8760h",
    "1500, 1s500ms, 1s500ms",
    "129600000, 1d12h, 36h"
  })
  void writesBothKinds(long milliseconds, String prometheus, String go) {
    Duration duration = Duration.ofMillis(milliseconds);
    assertThat(GoDuration.text(duration)).isEqualTo(prometheus);
    assertThat(GoDuration.parse(prometheus)).hasValue(duration);
    assertThat(GoDuration.goText(duration)).isEqualTo(go);
    assertThat(GoDuration.isGoDuration(go)).isTrue();
  }

  @Test
  void noFileHoldsANegativeOne() {
    Duration negative = Duration.ofMinutes(-5);
    assertThatThrownBy(() -> GoDuration.text(negative)).hasMessageContaining("is negative");
    assertThatThrownBy(() -> GoDuration.goText(negative)).hasMessageContaining("is negative");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1d", "", "5", "1h-5m", "h", "1.5.5s"})
  void goHasNoDays(String text) {
    assertThat(GoDuration.isGoDuration(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1.5h", "+3ns", "1h1h", ".5s", "10µs"})
  void goTakesFractionsAndSigns(String text) {
    assertThat(GoDuration.isGoDuration(text)).isTrue();
  }
}
