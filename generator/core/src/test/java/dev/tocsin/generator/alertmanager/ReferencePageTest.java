package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is that of the table; {@code -Dtocsin.write=true} writes it. */
class ReferencePageTest {
  @Test
  void thePageIsThatOfTheTable() throws IOException {
    Path page = Path.of("../docs/alertmanager-fields.md");
    String written =
        ReferencePage.write("The fields of Alertmanager's configuration", Schema.alertmanager());
    if (Boolean.getBoolean("tocsin.write")) {
      Files.writeString(page, written);
    }
    assertThat(Files.readString(page)).isEqualTo(written);
  }
}
