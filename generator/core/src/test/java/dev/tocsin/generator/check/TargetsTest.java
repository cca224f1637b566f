package dev.tocsin.generator.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetsTest {
  @Test
  void bothToolsOrOneOfThem() {
    assertThat(Targets.parse("prometheus=2.42,alertmanager=0.25"))
        .hasToString("prometheus=2.42,alertmanager=0.25");
    assertThat(Targets.parse("alertmanager=v0.25.1")).hasToString("alertmanager=0.25");
    assertThat(Targets.NEWEST.prometheus()).isEmpty();
  }

  @Test
  void whatIsNoTargetIsReported() {
    assertThatThrownBy(() -> Targets.parse("grafana=11.0"))
        .hasMessageContaining("target \"grafana\" is unknown: write prometheus=VERSION");
    assertThatThrownBy(() -> Targets.parse("prometheus"))
        .hasMessageContaining("\"prometheus\" has no version");
    assertThatThrownBy(() -> Targets.parse("prometheus=new"))
        .hasMessageContaining("\"new\" has no version");
    assertThatThrownBy(() -> Targets.parse("")).hasMessageContaining("has no version");
  }
}
