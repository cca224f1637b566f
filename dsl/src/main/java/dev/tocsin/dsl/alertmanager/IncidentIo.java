package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.go.GoDuration;
import java.net.URI;
import java.time.Duration;

/**
 * An integration, as Alertmanager's <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#incidentio_config">incidentio_config</a>
 * describes it. Written from the table of fields.
 */
public final class IncidentIo extends Integration {
  private IncidentIo(Fields fields) {
    super(fields);
  }

  /**
   * Creates one with what it needs.
   *
   * @param url {@code url}
   * @param alertSourceToken {@code alert_source_token}
   */
  public static IncidentIo incidentIo(URI url, Secret alertSourceToken) {
    return new IncidentIo(
        Fields.NONE
            .with("url", url.toString())
            .with("alert_source_token", alertSourceToken)
            .with("send_resolved", true));
  }

  /** {@code send_resolved}: whether resolved notifications are sent. */
  public IncidentIo sendResolved(boolean value) {
    return with("send_resolved", value);
  }

  /** Sets {@code http_config}; from Alertmanager 0.29 on. */
  public IncidentIo httpConfig(HttpClient value) {
    return with("http_config", value.fields());
  }

  /** Sets {@code url_file}, a path on Alertmanager's machine; from Alertmanager 0.29 on. */
  public IncidentIo urlFile(String value) {
    return with("url_file", value);
  }

  /** Sets {@code max_alerts}, not below 0; from Alertmanager 0.29 on. */
  public IncidentIo maxAlerts(long value) {
    return with("max_alerts", value);
  }

  /** Sets {@code timeout}; from Alertmanager 0.29 on. */
  public IncidentIo timeout(Duration value) {
    return with("timeout", GoDuration.goText(value));
  }

  /** Any other field, as Alertmanager names it. */
  public IncidentIo with(String field, Object value) {
    return withFields(fields().with(field, value));
  }

  @Override
  public IncidentIo withFields(Fields others) {
    return new IncidentIo(others);
  }

  @Override
  public String kind() {
    return "incidentio_configs";
  }
}
