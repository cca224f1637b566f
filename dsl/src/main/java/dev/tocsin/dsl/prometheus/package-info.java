/**
 * Prometheus' own configuration: intervals, scrape jobs and Alertmanagers. Start at {@link
 * dev.tocsin.dsl.prometheus.PrometheusConfig}.
 */
@NullMarked
package dev.tocsin.dsl.prometheus;

import org.jspecify.annotations.NullMarked;
