package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SetupTest {
  @Test
  void aFlagReplacesTheUsualOneOfItsName() {
    Setup setup =
        Setup.one().prometheusFlags("--query.lookback-delta=1s", "--web.enable-admin-api");

    assertThat(
            setup.prometheusArguments(
                List.of(
                    "--query.lookback-delta=5m", "--query.lookback=1", "--web.enable-lifecycle")))
        .containsExactly(
            "--query.lookback=1",
            "--web.enable-lifecycle",
            "--query.lookback-delta=1s",
            "--web.enable-admin-api");
    assertThat(setup.alertmanagerArguments(List.of("--a=1"))).containsExactly("--a=1");
  }

  @Test
  void aStackHasAtLeastOneOfEach() {
    assertThatThrownBy(() -> Setup.one().alertmanagers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
