package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.go.GoDuration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An event for <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#pagerduty_config">PagerDuty</a>'s
 * Events API v2.
 */
public final class PagerDuty extends Integration {
  private PagerDuty(Fields fields) {
    super(fields);
  }

  /** An event for the service whose integration key is in the secret. */
  public static PagerDuty pagerDuty(Secret routingKey) {
    return new PagerDuty(Fields.NONE.with("routing_key", routingKey).with("send_resolved", true));
  }

  /** PagerDuty's own severity: critical, error, warning or info; a template. */
  public PagerDuty severity(String template) {
    return with("severity", template);
  }

  /** The incident's title; a template. */
  public PagerDuty description(String template) {
    return with("description", template);
  }

  /** What the incident belongs to, such as a service or a model; a template. */
  public PagerDuty component(String template) {
    return with("component", template);
  }

  /** A link on the incident; both are templates. */
  public PagerDuty link(String href, String text) {
    return with("links", List.of(Fields.NONE.with("href", href).with("text", text)));
  }

  /**
   * More to read in the incident, by name; values are texts, which are templates, numbers, truths,
   * and lists and maps of them.
   */
  public PagerDuty details(Map<String, ?> details) {
    return with("details", Fields.of(details));
  }

  /** Any other field, as Alertmanager names it. */
  public PagerDuty with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  // Written from the table of fields: begin

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public PagerDuty sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}. */
  public PagerDuty httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code service_key}. */
  public PagerDuty serviceKey(Secret value) {
    return with("service_key", value);
  }

  /** Sets {@code routing_key}. */
  public PagerDuty routingKey(Secret value) {
    return with("routing_key", value);
  }

  /** Sets {@code url}. */
  public PagerDuty url(URI value) {
    return with("url", value.toString());
  }

  /** Sets {@code client}. */
  public PagerDuty client(String value) {
    return with("client", value);
  }

  /** Sets {@code client_url}. */
  public PagerDuty clientUrl(String value) {
    return with("client_url", value);
  }

  /** Sets {@code images}, in place of those before. */
  public PagerDuty images(PagerDutyImage... value) {
    return with("images", Values.parts(value));
  }

  /** Sets {@code links}, in place of those before. */
  public PagerDuty links(PagerDutyLink... value) {
    return with("links", Values.parts(value));
  }

  /** Sets {@code source}; from Alertmanager 0.25 on. */
  public PagerDuty source(String value) {
    return with("source", value);
  }

  /** Sets {@code class}. */
  public PagerDuty alertClass(String value) {
    return with("class", value);
  }

  /** Sets {@code group}. */
  public PagerDuty group(String value) {
    return with("group", value);
  }

  /** Sets {@code timeout}; from Alertmanager 0.30 on. */
  public PagerDuty timeout(Duration value) {
    return with("timeout", GoDuration.goText(value));
  }

  // Written from the table of fields: end

  @Override
  public PagerDuty withFields(Fields others) {
    return new PagerDuty(others);
  }

  @Override
  public String kind() {
    return "pagerduty_configs";
  }
}
