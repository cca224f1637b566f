/**
 * The gates: Prometheus' and Alertmanager's own checkers, of all generations, have the last word on
 * generated files. It uses the JDK and the tools package; start at {@link
 * dev.tocsin.generator.gate.Gates}.
 */
@NullMarked
package dev.tocsin.generator.gate;

import org.jspecify.annotations.NullMarked;
