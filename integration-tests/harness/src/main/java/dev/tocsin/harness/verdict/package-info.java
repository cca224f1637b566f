/**
 * What a verdict is worth: one policy on machines that are too slow, for all proof methods. A
 * verdict is held, failed or inconclusive; it is inconclusive only where starvation was measured.
 *
 * <ul>
 *   <li>{@link dev.tocsin.harness.verdict.KeepingUp} is what was measured, by Prometheus itself;
 *   <li>{@link dev.tocsin.harness.verdict.Tolerance} holds the limits, and makes a {@link
 *       dev.tocsin.harness.verdict.Slowness} of what is beyond them;
 *   <li>{@link dev.tocsin.harness.verdict.Replays} replays what is inconclusive, at half the speed;
 *   <li>{@link dev.tocsin.harness.verdict.MachineTooSlowError} says that it stayed so.
 * </ul>
 *
 * <p>Of the harness it uses the servers' API alone.
 */
@NullMarked
package dev.tocsin.harness.verdict;

import org.jspecify.annotations.NullMarked;
