/**
 * The method {@code backfilled}: the shipped rule file, byte for byte, on a real Prometheus that
 * starts with prepared history in the middle of each case.
 *
 * <p>What targets exported before is written into Prometheus' data folder, together with {@code
 * ALERTS_FOR_STATE} of pending alerts; from there the targets go on in real time. So an alert with
 * {@code for: 30m} over a range of an hour fires within seconds, by the very file that ships.
 *
 * <p>Limits: <a
 * href="https://prometheus.io/docs/prometheus/latest/storage/#backfilling-from-openmetrics-format">
 * OpenMetrics</a> cannot express that a series ended, so one that the fault ends is left out of the
 * last minutes instead; recorded series have no history but what Prometheus evaluates after its
 * start; and that an alert resolves is proven by the other methods. It may use scenarios, series,
 * the rehearsal of Alertmanager, servers, receivers and the report. Start at {@link
 * dev.tocsin.harness.backfilled.Backfilled}.
 */
@NullMarked
package dev.tocsin.harness.backfilled;

import org.jspecify.annotations.NullMarked;
