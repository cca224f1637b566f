package dev.tocsin.harness.faults;

import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.servers.PrometheusApi.ActiveAlert;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which alert is meant: its name, and labels that it must carry among others. */
public final class AlertPattern {
  private final String name;
  private final SortedMap<String, String> labels;

  private AlertPattern(String name, SortedMap<String, String> labels) {
    this.name = name;
    this.labels = labels;
  }

  /** Any alert of this name. */
  public static AlertPattern alert(String name) {
    return new AlertPattern(name, new TreeMap<>());
  }

  /** Only if it carries this label too. */
  public AlertPattern with(String label, String value) {
    SortedMap<String, String> more = new TreeMap<>(labels);
    more.put(label, value);
    return new AlertPattern(name, more);
  }

  public String name() {
    return name;
  }

  /** The labels that it must carry among others. */
  public SortedMap<String, String> labels() {
    return Collections.unmodifiableSortedMap(labels);
  }

  boolean matches(ActiveAlert alert) {
    return matches(alert.name(), alert.labels());
  }

  boolean matches(KnownAlert alert) {
    return matches(alert.name(), alert.labels());
  }

  private boolean matches(String otherName, Map<String, String> otherLabels) {
    return otherName.equals(name) && otherLabels.entrySet().containsAll(labels.entrySet());
  }

  @Override
  public String toString() {
    return labels.isEmpty() ? name : name + Texts.labels(labels);
  }
}
