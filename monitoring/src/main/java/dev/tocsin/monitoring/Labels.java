package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.metric.Label;

/** The labels of this monitoring, besides Prometheus' own, and the values that routes decide on. */
final class Labels {
  private Labels() {}

  /** Which service an alert belongs to; {@link #LLM_INFERENCE} or {@link #INFRASTRUCTURE}. */
  static final Label SERVICE = label("service");

  static final String LLM_INFERENCE = "llm-inference";
  static final String INFRASTRUCTURE = "infrastructure";

  /**
   * Says that {@code LLMServiceDown} means the fleet's size and not that everything is gone; that
   * one must not mute the symptoms of the instances that are left.
   */
  static final Label SCOPE = label("scope");

  static final String FLEET = "fleet";

  // the inference service's
  static final Label MODEL = label("model");
  static final Label CODE = label("code");
  static final Label GPU = label("gpu");

  // node_exporter's
  static final Label CPU = label("cpu");
  static final Label MODE = label("mode");
  static final Label DEVICE = label("device");
  static final Label FSTYPE = label("fstype");
  static final Label MOUNTPOINT = label("mountpoint");

  // Prometheus' and Alertmanager's
  static final Label ALERT_STATE = label("alertstate");
  static final Label INTEGRATION = label("integration");
  static final Label RULE_GROUP = label("rule_group");
}
