/**
 * The gates: Prometheus' and Alertmanager's own checkers, of all generations, have the last word on
 * generated files. It may use the language, {@code dev.tocsin.generator.files} and {@code
 * dev.tocsin.generator.tools}.
 *
 * <p>Start at {@link dev.tocsin.generator.gate.Gates}, which runs the checkers; {@link
 * dev.tocsin.generator.gate.GateProblems} turns their messages into problems.
 */
@NullMarked
package dev.tocsin.generator.gate;

import org.jspecify.annotations.NullMarked;
