package dev.tocsin.harness;

import static dev.tocsin.dsl.Tocsin.group;
import static dev.tocsin.dsl.Tocsin.job;
import static dev.tocsin.dsl.Tocsin.monitoring;
import static dev.tocsin.dsl.Tocsin.prometheus;
import static dev.tocsin.dsl.Tocsin.promql;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.scenario.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What an IDE runs again is all that is played. */
class SelectionTest {
  /** Two alerts, proven by promtool. */
  static final class Shop implements ProvenAlerts {
    @Override
    public Suite suite() {
      return Suite.of(
              monitoring(
                      "shop",
                      group(
                          "shop",
                          plain("QueueLong").when(promql("queue > 5").exists()),
                          plain("Full").when(promql("disk > 90").exists())))
                  .prometheus(prometheus(ofSeconds(15)).scrapeConfigs(job("shop", "shop:8080"))))
          .methods(ProofMethod.PROMTOOL)
          .with(
              scenario("QueueLong")
                  .target("shop", load().gauge("queue", 0))
                  .atValue(length -> load().gauge("queue", length)),
              scenario("Full")
                  .target("shop", load().gauge("disk", 0))
                  .atValue(share -> load().gauge("disk", share)));
    }
  }

  /** The test that promtool was given. */
  private static final Path PLAYED =
      Path.of(System.getProperty(ProofExtension.FOLDER, "target/proof"))
          .resolve("work/" + Shop.class.getName() + "-newest/promtool/scenarios.test.yml");

  private final List<String> ids = new ArrayList<>();

  private List<String> run(DiscoverySelector selector) {
    List<String> held = new ArrayList<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selector).build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.getDisplayName().equals("Full")) {
                  ids.add(test.getUniqueId());
                }
                if (test.isTest()) {
                  held.add(test.getDisplayName() + " " + result.getStatus());
                }
              }
            });
    return held;
  }

  @Test
  void onlyTheAlertThatIsSelectedIsPlayed() {
    assertThat(run(selectClass(Shop.class)))
        .hasSize(5)
        .allMatch(test -> test.endsWith(" SUCCESSFUL"));
    assertThat(ids).hasSize(1);
    assertThat(PLAYED).content().contains("queue-long", "full-fires");

    List<String> again = run(selectUniqueId(ids.get(0)));
    assertThat(again)
        .hasSize(2)
        .allMatch(test -> test.startsWith("Full: at ") && test.endsWith(" SUCCESSFUL"));
    assertThat(PLAYED).content().contains("full-fires").doesNotContain("queue-long");
  }
}
