package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretUrlsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://dead-mans-switch.example.com/llm-inference",
        "https://alerts.example.com:8443/api/v2/receive?team=storage&env=prod",
        "http://prometheus-msteams:2000/high_priority_channel",
        "http://10.0.0.7:9000/hooks/restart-2024",
        "https://x.example"
      })
  void ofAnOwnServiceIsNone(String address) {
    assertThat(SecretUrls.holdsSecret(address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://bot:made-up@hooks.example.com/a",
        "https://hooks.example.com/services/T0MADEUP0/B0MADEUP0/m4deUp0fR4nd0mT3xtXXXXXX",
        "https://ping.example.com/0f6e3d2a-1111-4222-8333-9a8b7c6d5e4f",
        "https://hooks.example.com/a?token=made-up",
        "https://hooks.example.com/a?api_key=x",
        "https://hooks.example.com/a?x=0f6e3d2a1111",
        "not an address"
      })
  void withATokenIsOne(String address) {
    assertThat(SecretUrls.holdsSecret(address)).isTrue();
  }
}
