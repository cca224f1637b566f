/**
 * Fault injection, to prove that the monitoring detects faults.
 *
 * <p>Injected faults take the paths of real ones: the engine's thread really sleeps, a sequence
 * really throws, memory is really used. It is off unless the service was started with {@code
 * --enable-faults}, and then needs loopback and a token. Start at {@link
 * dev.tocsin.inference.fault.FaultPlan}.
 */
@NullMarked
package dev.tocsin.inference.fault;

import org.jspecify.annotations.NullMarked;
