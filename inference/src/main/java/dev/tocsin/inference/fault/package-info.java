/**
 * Faults on purpose, for proving that the monitoring sees them.
 *
 * <p>They act on the paths that real faults take: the engine's thread really sleeps, a sequence
 * really throws, memory is really used. None of it is there unless the service was started with
 * {@code --enable-faults}, and then only on loopback and with a token. Start at {@link
 * dev.tocsin.inference.fault.FaultPlan}.
 */
@NullMarked
package dev.tocsin.inference.fault;

import org.jspecify.annotations.NullMarked;
