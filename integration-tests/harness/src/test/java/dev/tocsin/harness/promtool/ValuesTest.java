package dev.tocsin.harness.promtool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static String text(Double... samples) {
    return Values.text(Arrays.asList(samples));
  }

  @Test
  void runsOfEqualStepsAreWrittenOnce() {
    assertThat(text(1.0, 1.0, 1.0, 0.0, 0.0, 0.0)).isEqualTo("1x2 0x2");
    assertThat(text(0.0, 7.5, 15.0, 22.5)).isEqualTo("0+7.5x3");
    assertThat(text(3.0, 2.0, 1.0, 7.0)).isEqualTo("3-1x2 7");
    assertThat(text(1.0, 5.0)).isEqualTo("1 5");
  }

  @Test
  void aSeriesThatEndsIsStaleAndOneThatHasNotBegunIsMissing() {
    assertThat(text(null, null, 1.0, 1.0, 1.0, null)).isEqualTo("_x2 1x2 stale");
    assertThat(text(1.0, null, null, null, 2.0)).isEqualTo("1 stale _x2 2");
    assertThat(text(null, 4.0)).isEqualTo("_ 4");
  }

  /** promtool adds the step up; a counter that then falls by a hair would have been reset. */
  @Test
  void aConstantCounterIsNotReset() {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      samples.add(1.575 * i);
    }
    for (int i = 0; i < 3; i++) {
      samples.add(1.575 * 39);
    }

    String[] words = Values.text(samples).split(" ");

    double counted = 0;
    for (int i = 0; i < 39; i++) {
      counted += 1.575;
    }
    assertThat(words[0]).isEqualTo("0+1.575x39");
    assertThat(Double.parseDouble(words[1].substring(0, words[1].indexOf('x')))).isEqualTo(counted);
  }
}
