package dev.tocsin.monitoring;

import dev.tocsin.dsl.alertmanager.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;

/**
 * What differs from one installation to the next: sizes, prices, addresses. Change it here, run
 * {@code mvn generate}, and review the difference. No secret stands here, only the names of the
 * environment variables that hold them.
 */
final class Parameters {
  private Parameters() {}

  // ---- sizes ----

  /**
   * How many instances of the service there are to be. Above 1, {@code LLMServiceDown} also fires
   * when Prometheus knows of fewer; an instance that is known but silent is told of in any case.
   */
  static final int EXPECTED_INSTANCES = 1;

  /**
   * How many requests a window must hold before a share or a quantile of them says anything: one
   * failure of two is 50 %.
   */
  static final int MINIMUM_REQUESTS = 20;

  /**
   * The share of a window that must have been spent decoding before its throughput says anything: 6
   * seconds a minute. One short request a minute says nothing.
   */
  static final double MINIMUM_BUSY_SHARE = 0.1;

  /** What one instance costs in an hour, in dollars. */
  static final double DOLLARS_PER_INSTANCE_HOUR = 2.50;

  // ---- times ----

  /** How often targets are scraped and rules evaluated. */
  static final Duration INTERVAL = Duration.ofSeconds(15);

  /** How long a target may take to answer a scrape before it counts as down. */
  static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(10);

  /** Within how long of a fault someone is promised to be paged. */
  static final Duration PAGE_PROMISE = Duration.ofMinutes(5);

  /** Where the team that reads warnings sits; its business hours are by the clocks of this zone. */
  static final ZoneId BUSINESS_ZONE = ZoneId.of("Europe/Berlin");

  // ---- people ----

  /** Who gets mail. */
  static final String TEAM_MAIL = "llm-team@example.com";

  /** The channel for what must be looked at now. */
  static final String CRITICAL_CHANNEL = "#alerts-critical";

  /** The channel for what can wait for business hours. */
  static final String WARNING_CHANNEL = "#alerts-warning";

  // ---- addresses ----

  /** The mail server, {@code host:port}, which must offer STARTTLS. */
  static final String MAIL_SERVER = "smtp.example.com:587";

  /** The sender, who is also the mail server's user. */
  static final String MAIL_SENDER = "alertmanager@example.com";

  /**
   * Where the dead man's switch listens: a service outside this installation that raises the alarm
   * when the Watchdog stops calling. The address must be no secret; where it is one, use {@code
   * webhook(Secret.env(…))}.
   */
  static final URI DEAD_MANS_SWITCH =
      URI.create("http://dead-mans-switch.example.com/llm-inference");

  /** Below this address people read the runbooks. */
  static final URI RUNBOOKS = URI.create("https://runbooks.example.com/llm-inference");

  /** Where people reach a Prometheus server; an alert links to the one that has sent it. */
  static URI prometheus(int number) {
    return URI.create("https://prometheus-" + number + ".example.com");
  }

  /** Where people reach an Alertmanager; a notification links to the one that has sent it. */
  static URI alertmanager(int number) {
    return URI.create("https://alertmanager-" + number + ".example.com");
  }

  // ---- secrets, by the names of their environment variables ----

  static final Secret SMTP_PASSWORD = Secret.env("SMTP_PASSWORD");
  static final Secret SLACK_WEBHOOK_URL = Secret.env("SLACK_WEBHOOK_URL");

  /** PagerDuty's key for infrastructure. */
  static final Secret PAGERDUTY_SERVICE_KEY = Secret.env("PAGERDUTY_SERVICE_KEY");

  /** PagerDuty's key for the LLM service. */
  static final Secret PAGERDUTY_LLM_SERVICE_KEY = Secret.env("PAGERDUTY_LLM_SERVICE_KEY");
}
