package dev.tocsin.proofs;

import java.util.Set;

/**
 * Who must be notified, by the catalogue's promises and in the words of {@code
 * Delivery.destination}: spelled out here, not taken from the definitions, so that a route that is
 * wrong is found.
 */
public final class Recipients {
  public static final String MAIL = "mail to llm-team@example.com";
  public static final String CRITICAL_CHANNEL = "Slack #alerts-critical by SLACK_WEBHOOK_URL";
  public static final String WARNING_CHANNEL = "Slack #alerts-warning by SLACK_WEBHOOK_URL";
  public static final String LLM_PAGER = "PagerDuty PAGERDUTY_LLM_SERVICE_KEY";
  public static final String PAGER = "PagerDuty PAGERDUTY_SERVICE_KEY";

  /** Who raises when nothing is notified any more. */
  public static final String DEAD_MANS_SWITCH = "webhook dead-mans-switch";

  /** Of what is critical on the service. */
  public static final Set<String> OF_LLM_CRITICAL = Set.of(MAIL, CRITICAL_CHANNEL, LLM_PAGER);

  /** Of whatever else is critical. */
  public static final Set<String> OF_CRITICAL = Set.of(MAIL, CRITICAL_CHANNEL, PAGER);

  /** Of a warning. */
  public static final Set<String> OF_WARNING = Set.of(MAIL, WARNING_CHANNEL);

  private Recipients() {}
}
