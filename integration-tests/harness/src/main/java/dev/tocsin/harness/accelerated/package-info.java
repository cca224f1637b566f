/**
 * The method {@code accelerated}: all cases of a suite at the same time on one real Prometheus and
 * Alertmanager, with durations divided, so that hours pass in seconds.
 *
 * <p>{@link dev.tocsin.harness.accelerated.Accelerated} plays a suite and gives its {@link
 * dev.tocsin.harness.accelerated.Results}. First a {@code TestBedPlan} divides the cases among test
 * beds; then a {@code Player} plays each of them, and everything that is observed goes into a
 * {@code Recording}; at the end a {@code Judge} decides on each case, by nothing but its script and
 * the recording. {@link dev.tocsin.harness.accelerated.Coverage} is what of a definition no case
 * has exercised.
 *
 * <p>It is one package, though planning, playing, recording and judging are steps: in four, half of
 * its classes would have to be public.
 */
@NullMarked
package dev.tocsin.harness.accelerated;

import org.jspecify.annotations.NullMarked;
