package dev.tocsin.monitoring;

/**
 * Whom to call when. Alertmanager knows no acknowledgement: it repeats a page hourly until the
 * alert ends. Who is called next is PagerDuty's escalation policy, and stands here for people.
 */
final class Escalation {
  private Escalation() {}

  /** For what pages the LLM service's on-call. */
  static final String LLM_PAGE =
      """
      - Acknowledge in PagerDuty (service *LLM inference*). Without an acknowledgement it calls the
        second on-call by its own escalation policy; Alertmanager only repeats the page, hourly.
      - Not understood after 15 minutes, or not better after 30: escalate in PagerDuty to the LLM
        service's owner, and say so in `#alerts-critical`.
      - Users cannot get answers at all: open an incident and name an incident lead at once.
      """;

  /** For what the LLM service's team reads in business hours. */
  static final String LLM_WARNING =
      """
      - Nobody is woken. It is mailed at any hour and stands in `#alerts-warning` in business hours. What
        ends outside of them is not said there later: trust the mail, or look at Alertmanager.
      - Not better within the working day: a ticket for the LLM service's team.
      - Its critical sibling fires, or users complain: treat it as a page and escalate in PagerDuty
        (service *LLM inference*).
      """;

  /** For what pages the infrastructure's on-call. */
  static final String INFRASTRUCTURE_PAGE =
      """
      - Acknowledge in PagerDuty (service *Infrastructure*). Without an acknowledgement it calls the
        second on-call by its own escalation policy; Alertmanager only repeats the page, hourly.
      - Not better after 30 minutes: escalate in PagerDuty to the monitoring's owner.
      - While monitoring is blind, tell the LLM service's on-call in `#alerts-critical`: until it is
        mended, someone must look at the service by hand (`curl http://INSTANCE/health`).
      """;

  /** For what the infrastructure's team reads in business hours. */
  static final String INFRASTRUCTURE_WARNING =
      """
      - Nobody is woken. It is mailed at any hour and stands in `#alerts-warning` in business hours. What
        ends outside of them is not said there later: trust the mail, or look at Alertmanager.
      - Not better within the working day: a ticket for the monitoring's owner.
      - A second of its kind fails too: escalate in PagerDuty (service *Infrastructure*).
      """;
}
