/**
 * The metrics that the service exposes to Prometheus and that the monitoring uses.
 *
 * <p>Start at {@link dev.tocsin.inference.metrics.ServiceMetrics}, which has every name.
 */
@NullMarked
package dev.tocsin.inference.metrics;

import org.jspecify.annotations.NullMarked;
