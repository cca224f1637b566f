package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.Proofs;
import dev.tocsin.harness.ProvenAlerts;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.receivers.Delivery.Mail;
import dev.tocsin.harness.receivers.Delivery.PagerDutyEvent;
import dev.tocsin.harness.receivers.Delivery.SlackMessage;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.monitoring.LlmMonitoring;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole catalogue of the LLM service's monitoring, proven on real servers: each alert fires
 * when it should and not otherwise, reaches whom it should and no other destination, and ends; a
 * milder alert does not fire while its worse sibling fires.
 */
@Cores(Cores.ALL)
class CatalogueIT implements ProvenAlerts {
  @Override
  public Suite suite() {
    return Catalogue.SUITE.generations(Generations.proven());
  }

  /** What each tool makes of a critical alert: colours, links, severities and what ties them. */
  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void eachToolGetsWhatItNeeds(Generation generation, Proofs proofs) {
    String name = "VeryHighErrorRate";
    String only = System.getProperty("tocsin.only", "");
    assumeTrue(only.isBlank() || only.contains(name), "-Dtocsin.only leaves " + name + " out");
    String proven = name + ": at 0.105 (threshold > 0.1)";
    String runbook = "https://runbooks.example.com/llm-inference/very-high-error-rate.md";
    Results results = proofs.of(getClass(), suite(), generation);

    SlackMessage message = results.deliveries(proven, SlackMessage.class).get(0);
    assertThat(message.title()).isEqualTo("[FIRING:1] " + name + " (llm-inference)");
    assertThat(message.channel()).isEqualTo("#alerts-critical");
    assertThat(message.link()).isEqualTo(runbook);
    assertThat(message.color()).isEqualTo("danger");
    assertThat(message.words()).contains(LlmService.SMALL + " on 127.0.0.1:");
    List<PagerDutyEvent> pages = results.deliveries(proven, PagerDutyEvent.class);
    assertThat(pages).extracting(PagerDutyEvent::action).containsExactly("trigger", "resolve");
    assertThat(pages).extracting(PagerDutyEvent::severity).containsOnly("critical");
    assertThat(pages.get(0).links()).contains(runbook);
    assertThat(pages.get(0).dedupKey()).isNotEmpty().isEqualTo(pages.get(1).dedupKey());
    Mail mail = results.deliveries(proven, Mail.class).get(0);
    assertThat(mail.subject()).isEqualTo("[FIRING:1] " + name + " (llm-inference)");
    assertThat(mail.login()).isEqualTo("alertmanager@example.com");
    assertThat(mail.words()).contains(runbook);
  }

  /** What is proven is what is committed. */
  @Test
  void theFilesAreTheCommittedOnes() {
    Generator.files(Catalogue.SUITE.model(), LlmMonitoring.class.getName())
        .texts()
        .forEach(
            (path, text) ->
                assertThat(Catalogue.FOLDER.resolve(path))
                    .as("the committed %s; run mvn generate", path)
                    .hasContent(text));
  }
}
