package dev.tocsin.dsl.template;

import java.util.List;

/** The variables that a template finds defined. */
final class Variables {
  static final String LABELS = "labels";
  static final String EXTERNAL_LABELS = "externalLabels";
  static final String EXTERNAL_URL = "externalURL";
  static final String VALUE = "value";

  private static final List<String> PROMETHEUS =
      List.of("$" + LABELS, "$" + EXTERNAL_LABELS, "$" + EXTERNAL_URL, "$" + VALUE);

  private Variables() {}

  /**
   * With their {@code $}; Prometheus defines them <a
   * href="https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#templating">
   * before each template</a>.
   */
  static List<String> of(Dialect dialect) {
    return dialect == Dialect.PROMETHEUS ? PROMETHEUS : List.of();
  }
}
