package dev.tocsin.dsl.model;

import dev.tocsin.dsl.metric.Label;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all alerts of a service share, said once: labels, and a severity. {@code
 * alertDefaults().label(SERVICE, "shop")} in a constant {@code SHOP} lets every {@code
 * SHOP.warning("…")} carry {@code service="shop"}.
 */
public final class AlertDefaults {
  private final Map<String, String> labels;

  private AlertDefaults(Map<String, String> labels) {
    this.labels = Collections.unmodifiableMap(labels);
  }

  /** No labels, until they are added. */
  public static AlertDefaults alertDefaults() {
    return new AlertDefaults(Map.of());
  }

  /** A label of all alerts; the value may be a template. */
  public AlertDefaults label(Label label, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(label.name(), value);
    return new AlertDefaults(more);
  }

  /** The severity of alerts that name none. */
  public AlertDefaults severity(Severity severity) {
    return label(Label.SEVERITY, severity.name());
  }

  /** Starts an alert of the default severity. */
  public Alert.NeedsCondition alert(String name) {
    return Alert.alert(name, labels);
  }

  /** Starts an alert that pages. */
  public Alert.NeedsCondition critical(String name) {
    return severity(Severity.CRITICAL).alert(name);
  }

  /** Starts an alert for working hours. */
  public Alert.NeedsCondition warning(String name) {
    return severity(Severity.WARNING).alert(name);
  }

  /** The labels, sorted by name. */
  public Map<String, String> labels() {
    return labels;
  }
}
