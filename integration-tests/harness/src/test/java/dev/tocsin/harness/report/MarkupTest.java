package dev.tocsin.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {
  @Test
  void textIsSafeBetweenTagsAndInAttributes() {
    assertThat(Markup.text("<script>'a' & \"b\"\u0000</script>"))
        .isEqualTo("&lt;script&gt;&#39;a&#39; &amp; &quot;b&quot;\ufffd&lt;/script&gt;");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0s",
    "45,45s",
    "0.5,0.5s",
    "60,1m",
    "200,3m20s",
    "3599.6,60m",
    "3600,1h",
    "3900,1h05m",
    "-120,−2m"
  })
  void timeIsShort(double seconds, String words) {
    assertThat(Markup.time(seconds)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "2,2",
    "2.1,2.1",
    "0.05,0.05",
    "0.0525,0.0525",
    "262.5,262.5",
    "12000,12k",
    "8500000000,8.5G",
    "-3,-3",
    "0.00001,1.0e-05"
  })
  void numbersAreShort(double value, String words) {
    assertThat(Markup.number(value)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1.04,1", "1.05,1.1", "-2.25,-2.2", "312.96,313"})
  void coordinatesAreToATenth(double value, String words) {
    assertThat(Markup.at(value)).isEqualTo(words);
  }

  @Test
  void versionsAreComparedByTheirNumbers() {
    assertThat(new String[] {"10.0", "2.9.1", "2.42.0"})
        .satisfies(
            all -> {
              Arrays.sort(all, Words.VERSIONS);
              assertThat(all).containsExactly("2.9.1", "2.42.0", "10.0");
            });
  }
}
