package dev.tocsin.dsl.model;

/**
 * A definition: a class of yours that says what is to be monitored. {@code mvn generate} finds
 * every public class that implements this and has a public constructor without parameters.
 */
public interface Monitoring {
  /**
   * The whole of it: rules, alerting, scraping, deployment.
   *
   * @return a model, made from constants; asked for once a run
   */
  MonitoringModel define();
}
