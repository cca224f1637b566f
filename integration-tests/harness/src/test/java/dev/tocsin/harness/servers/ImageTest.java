package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageTest {
  @ParameterizedTest
  @EnumSource(Generation.class)
  void theTableHasTheImagesOfEveryGeneration(Generation generation) {
    Image prometheus = Image.prometheus(generation);
    Image alertmanager = Image.alertmanager(generation);

    assertThat(prometheus.name()).endsWith(":v" + generation.prometheus());
    assertThat(alertmanager.name()).endsWith(":v" + generation.alertmanager());
    assertThat(prometheus.digest().orElse("sha256:" + "0".repeat(64)))
        .matches("sha256:[0-9a-f]{64}");
    assertThat(alertmanager.digest().orElse("sha256:" + "0".repeat(64)))
        .matches("sha256:[0-9a-f]{64}");
  }
}
