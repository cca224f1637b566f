/**
 * What checks and parsers find: a problem, its place, and the source that shows it. Everything that
 * reports a problem reports a {@link dev.tocsin.dsl.problem.Problem}; {@code toString} is the one
 * way to print it.
 *
 * <p>Uses the JDK, {@code dev.tocsin.dsl.origin} and the masking of secrets, and nothing else, so
 * that every package may use it.
 */
@NullMarked
package dev.tocsin.dsl.problem;

import org.jspecify.annotations.NullMarked;
