/**
 * The production monitoring of the LLM inference service, written in the language. It may use the
 * language, nothing else.
 *
 * <p>Start at {@link dev.tocsin.monitoring.LlmMonitoring}, which puts the parts together. What you
 * will most likely want to change stands in {@code Parameters}; thresholds and durations stand in
 * the alert that they belong to ({@code AvailabilityAlerts}, {@code LatencyAlerts}, …), its runbook
 * in the class of the same name that ends in {@code Runbooks}.
 */
@NullMarked
package dev.tocsin.monitoring;

import org.jspecify.annotations.NullMarked;
