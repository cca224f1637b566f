/**
 * What exporters say: reads the pages of metrics that Prometheus scrapes. It may use the JDK and
 * nothing else.
 *
 * <p>Start at {@link dev.tocsin.generator.exposition.MetricsPage}.
 */
@NullMarked
package dev.tocsin.generator.exposition;

import org.jspecify.annotations.NullMarked;
