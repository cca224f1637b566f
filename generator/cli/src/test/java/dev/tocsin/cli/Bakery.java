package dev.tocsin.cli;

import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Quantity.celsius;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RuleGroup.group;

import dev.tocsin.dsl.metric.Celsius;
import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.model.MonitoringModel;

/** The smallest definition. */
public final class Bakery implements Monitoring {
  @Override
  public MonitoringModel define() {
    return monitoring(
        "bakery",
        group(
            "ovens",
            plain("OvenCold").when(gauge("oven_celsius", Celsius.class).isLessThan(celsius(180)))));
  }
}
