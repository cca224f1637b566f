/**
 * What the service tells Prometheus: the metrics that the monitoring is written for.
 *
 * <p>Start at {@link dev.tocsin.inference.metrics.ServiceMetrics}, which has every name.
 */
@NullMarked
package dev.tocsin.inference.metrics;

import org.jspecify.annotations.NullMarked;
