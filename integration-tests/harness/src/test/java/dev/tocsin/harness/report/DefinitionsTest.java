package dev.tocsin.harness.report;

import static dev.tocsin.dsl.Tocsin.alertmanager;
import static dev.tocsin.dsl.Tocsin.group;
import static dev.tocsin.dsl.Tocsin.inhibit;
import static dev.tocsin.dsl.Tocsin.monitoring;
import static dev.tocsin.dsl.Tocsin.promql;
import static dev.tocsin.dsl.Tocsin.receiver;
import static dev.tocsin.dsl.Tocsin.route;
import static dev.tocsin.dsl.model.Alert.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsTest {
  private static final Alert LONG = plain("Long").when(promql("queue > 5").exists());
  private static final Alert VERY_LONG = plain("VeryLong").when(promql("queue > 9").exists());

  /** An inhibition mutes only where the labels of equal are equal. */
  @Test
  void anInhibitionWhoseEqualLabelsDifferIsNotCounted() {
    Definitions definitions =
        new Definitions(
            monitoring("m", group("g", LONG, VERY_LONG))
                .alertmanager(
                    alertmanager(route(receiver("team")))
                        .inhibitRules(inhibit(LONG).whileFiring(VERY_LONG).equal(Label.JOB))));
    Map<String, String> web = Map.of("job", "web");
    Map<String, String> shop = Map.of("job", "shop");

    assertThat(definitions.inhibitions("Long", "VeryLong", Map.of("Long", web, "VeryLong", web)))
        .containsExactly("0");
    assertThat(definitions.inhibitions("Long", "VeryLong", Map.of("Long", web, "VeryLong", shop)))
        .isEmpty();
  }
}
