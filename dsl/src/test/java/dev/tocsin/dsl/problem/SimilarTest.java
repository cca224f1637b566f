package dev.tocsin.dsl.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarTest {
  private static final List<String> KNOWN =
      List.of("rate", "irate", "group_wait", "group_by", "histogram_quantile", "keep_firing_for");

  @Test
  void findsTheNearest() {
    assertThat(Similar.to("rat", KNOWN)).hasValue("rate");
    assertThat(Similar.to("grop_wait", KNOWN)).hasValue("group_wait");
    assertThat(Similar.to("GroupBy", KNOWN)).hasValue("group_by");
    assertThat(Similar.to("keepFiringFor", KNOWN)).hasValue("keep_firing_for");
    assertThat(Similar.to("hsitogram_quantile", KNOWN)).hasValue("histogram_quantile");
  }

  @Test
  void findsWhatBeginsWithIt() {
    assertThat(Similar.to("histogram", KNOWN)).hasValue("histogram_quantile");
    assertThat(Similar.to("his", KNOWN)).isEmpty();
  }

  @Test
  void ofTwoEquallyNearTheFirstInTheAlphabet() {
    assertThat(Similar.to("abd", List.of("abe", "abc"))).hasValue("abc");
  }

  @Test
  void findsNothingFarAway() {
    assertThat(Similar.to("frobnicate", KNOWN)).isEmpty();
    assertThat(Similar.to("", KNOWN)).isEmpty();
    assertThat(Similar.to("x".repeat(100), KNOWN)).isEmpty();
  }
}
