/**
 * Prometheus' own configuration: intervals, scrape jobs and Alertmanagers. Start at {@link
 * dev.tocsin.dsl.prometheus.PrometheusConfig}.
 */
@NullMarked
package dev.tocsin.dsl.model;

import org.jspecify.annotations.NullMarked;

