/**
 * What a scripted exporter tells: series as functions of virtual time, and the targets that serve
 * them to a real Prometheus.
 *
 * <p>A {@link dev.tocsin.harness.series.Load} says what a target exports from a moment on, a {@link
 * dev.tocsin.harness.series.Timeline} strings loads, failures and restarts together, and a {@link
 * dev.tocsin.harness.series.ScriptedTarget} serves its timeline over HTTP on loopback. Loads and
 * timelines are values and know no clock, so that the same script can also be written down for a
 * test in virtual time. Start at {@link dev.tocsin.harness.series.Load}. It uses the JDK and
 * nothing else.
 */
@NullMarked
package dev.tocsin.harness.series;

import org.jspecify.annotations.NullMarked;
