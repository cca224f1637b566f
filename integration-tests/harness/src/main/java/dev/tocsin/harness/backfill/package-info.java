/**
 * The way {@code backfilled}: the shipped rule file, byte for byte, on a real Prometheus that wakes
 * up in the middle of each story.
 *
 * <p>What targets exported before is written into Prometheus' data folder, with what it would have
 * noted of pending alerts; from there the targets go on in real time. So an alert with {@code for:
 * 30m} over an hour's window is seen to fire within seconds, by the very file that ships.
 *
 * <p>What this way cannot do: <a
 * href="https://prometheus.io/docs/prometheus/latest/storage/#backfilling-from-openmetrics-format">
 * OpenMetrics</a> has no word for a series that ended, so one that the fault ends is left out of
 * the last minutes instead; recorded series have no history but what Prometheus makes of the
 * metrics' history when it wakes up; and the end of an alert belongs to other ways. It may use
 * scenarios, series, the rehearsal of Alertmanager, the stack and the report. Start at {@link
 * dev.tocsin.harness.backfill.Backfilled}.
 */
@NullMarked
package dev.tocsin.harness.backfill;

import org.jspecify.annotations.NullMarked;
