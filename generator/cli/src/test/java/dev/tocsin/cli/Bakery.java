package dev.tocsin.cli;

import static dev.tocsin.dsl.Alert.plain;
import static dev.tocsin.dsl.MonitoringModel.monitoring;
import static dev.tocsin.dsl.RuleGroup.group;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Quantity.celsius;

import dev.tocsin.dsl.Monitoring;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.metric.Unit.Celsius;

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
