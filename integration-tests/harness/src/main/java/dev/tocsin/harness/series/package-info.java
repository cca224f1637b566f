/**
 * What a scripted exporter exports: series as functions of virtual time, and the targets that serve
 * them to a real Prometheus.
 *
 * <p>A {@link dev.tocsin.harness.series.Load} defines what a target exports from a point in time
 * on, a {@link dev.tocsin.harness.series.Timeline} strings loads, failures and restarts together,
 * and a {@link dev.tocsin.harness.series.ScriptedTarget} serves its timeline over HTTP on loopback.
 * Loads and timelines are values without a clock, so that the same script can also be written as a
 * test in virtual time. Start at {@link dev.tocsin.harness.series.Load}. It uses the JDK and, to
 * write durations and time intervals, the generator and the dsl.
 */
@NullMarked
package dev.tocsin.harness.series;

import org.jspecify.annotations.NullMarked;
