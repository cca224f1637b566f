package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.Labels.LLM_INFERENCE;
import static dev.tocsin.monitoring.Labels.SCOPE;
import static dev.tocsin.monitoring.Labels.SERVICE;
import static dev.tocsin.monitoring.LlmMetrics.HEALTHY;
import static dev.tocsin.monitoring.LlmMetrics.MODEL_LOADED;
import static dev.tocsin.monitoring.LlmMetrics.PROCESS_START;
import static dev.tocsin.monitoring.LlmMetrics.UP;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import java.util.ArrayList;
import java.util.List;

/** Whether the service is there, stays there, feels well and has something to answer with. */
final class AvailabilityAlerts {
  private AvailabilityAlerts() {}

  /**
   * One rule for two forms: an instance that does not answer, with its {@code instance}, and a job
   * without any target, without one. Two rules of the same name and labels would fail promtool's
   * lint.
   */
  static final Alert LLM_SERVICE_DOWN =
      critical("LLMServiceDown")
          .when(UP.isEqualTo(FALSE).or(UP.absent()))
          .forDuration(ofMinutes(1))
          .summary(
              "{{ if $labels.instance }}{{ $labels.instance }} does not answer"
                  + "{{ else }}No instance of {{ $labels.job }} exists{{ end }}")
          .description(
              "{{ if $labels.instance }}Prometheus has had no answer from {{ $labels.instance }} for"
                  + " a minute: the process, its host or the way there is gone."
                  + "{{ else }}Prometheus knows no target of the job {{ $labels.job }}: nothing"
                  + " serves requests.{{ end }}")
          .runbook(AvailabilityRunbooks.LLM_SERVICE_DOWN)
          .label(SERVICE, LLM_INFERENCE);

  /**
   * A crash loop is never down for a whole minute, but its start times tell. Samples of dead
   * processes do not count as changes, so a life that was scraped once is enough.
   */
  static final Alert LLM_SERVICE_RESTARTING =
      critical("LLMServiceRestarting")
          .when(PROCESS_START.changes(ofMinutes(15)).isGreaterThan(count(2)))
          .immediately()
          .summary("{{ $labels.instance }} restarts again and again")
          .description("{{ $labels.instance }} has restarted {{ $value }} times within 15 minutes.")
          .runbook(AvailabilityRunbooks.LLM_SERVICE_RESTARTING)
          .label(SERVICE, LLM_INFERENCE);

  /** A hung service observes nothing, so that its quantiles are silent; this one is not. */
  static final Alert LLM_SERVICE_UNHEALTHY =
      critical("LLMServiceUnhealthy")
          .when(
              HEALTHY
                  .isNotEqualTo(TRUE)
                  .or(UP.isEqualTo(TRUE).unless(HEALTHY.exists().on(JOB, INSTANCE))))
          .forDuration(ofMinutes(2))
          .summary("{{ $labels.instance }} is not healthy")
          .description(
              "{{ $labels.instance }} answers, but for 2 minutes its health check has failed, or is"
                  + " missing from its metrics.")
          .runbook(AvailabilityRunbooks.LLM_SERVICE_UNHEALTHY)
          .label(SERVICE, LLM_INFERENCE);

  /** One loaded model is enough; none, or no series of any, is not. */
  static final Alert MODEL_NOT_LOADED =
      critical("ModelNotLoaded")
          .when(UP.isEqualTo(TRUE).unless(MODEL_LOADED.isEqualTo(TRUE).on(JOB, INSTANCE)))
          .forDuration(ofMinutes(5))
          .summary("{{ $labels.instance }} has no model loaded")
          .description(
              "{{ $labels.instance }} is up, but for 5 minutes it has had no model loaded: it can"
                  + " answer no request.")
          .runbook(AvailabilityRunbooks.MODEL_NOT_LOADED)
          .label(SERVICE, LLM_INFERENCE);

  static final RuleGroup GROUP = group(Parameters.EXPECTED_INSTANCES);

  /** The group for a fleet of this size; one instance that is missing is none at all. */
  static RuleGroup group(int expectedInstances) {
    List<Rule> rules = new ArrayList<>(List.of(LLM_SERVICE_DOWN));
    if (expectedInstances > 1) {
      rules.add(fewerThan(expectedInstances));
    }
    rules.addAll(List.of(LLM_SERVICE_RESTARTING, LLM_SERVICE_UNHEALTHY, MODEL_NOT_LOADED));
    return RuleGroup.group("llm-availability").withRules(rules);
  }

  /**
   * The third form of {@code LLMServiceDown}. It counts targets that exist, whether they answer or
   * not, so that an instance that is down is not told of twice; and it is marked by its {@code
   * scope}, so that it does not mute the symptoms of the instances that are left.
   */
  private static Alert fewerThan(int expected) {
    return critical("LLMServiceDown")
        .when(UP.count(by(JOB)).isLessThan(count(expected)))
        .forDuration(ofMinutes(1))
        .summary("Instances of {{ $labels.job }} are missing")
        .description(
            "Prometheus knows of {{ $value }} instances of {{ $labels.job }}, "
                + expected
                + " are expected.")
        .runbook(AvailabilityRunbooks.LLM_SERVICE_DOWN)
        .label(SERVICE, LLM_INFERENCE)
        .label(SCOPE, Labels.FLEET);
  }
}
