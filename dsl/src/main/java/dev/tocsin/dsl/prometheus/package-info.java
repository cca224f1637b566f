/**
 * What the Prometheus server is told besides the rules: how often it scrapes, what it scrapes, and
 * which Alertmanagers it tells. Start at {@link dev.tocsin.dsl.prometheus.PrometheusConfig}.
 */
@NullMarked
package dev.tocsin.dsl.prometheus;

import org.jspecify.annotations.NullMarked;
