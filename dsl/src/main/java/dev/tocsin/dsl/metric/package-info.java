/**
 * The typed layer over PromQL: metrics that know their type and unit, and expressions that know
 * what they measure, so that the rate of a gauge or a comparison of seconds with a ratio does not
 * compile.
 *
 * <p>Thin values around one tree ({@code dev.tocsin.dsl.promql}). Start at {@link
 * dev.tocsin.dsl.metric.Metric} for what is exported, {@link dev.tocsin.dsl.metric.InstantVector}
 * for what is computed, {@link dev.tocsin.dsl.metric.Promql} for the words around them.
 */
@NullMarked
package dev.tocsin.dsl.metric;

import org.jspecify.annotations.NullMarked;
