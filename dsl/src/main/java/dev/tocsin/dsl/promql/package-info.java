/**
 * PromQL as a syntax tree: what a text says ({@code Expr}), how it is read, printed and
 * type-checked, as Prometheus 3.5.3 does it ({@code dsl/docs/promql.md} says how far).
 *
 * <p>The untyped foundation that the typed layer in {@code dev.tocsin.dsl.metric} builds on. It may
 * use the JDK, {@code dev.tocsin.dsl.go}, {@code dev.tocsin.dsl.problem} and {@code
 * dev.tocsin.dsl.origin}, and nothing else. Start at {@link dev.tocsin.dsl.promql.Expr}; {@link
 * dev.tocsin.dsl.promql.PromqlCheck} gives the verdict on a text, syntax and types ({@link
 * dev.tocsin.dsl.promql.TypeChecker}); {@link dev.tocsin.dsl.promql.Printer} and {@link
 * dev.tocsin.dsl.promql.PrettyPrinter} print. The functions are a table, {@link
 * dev.tocsin.dsl.promql.Functions}; a new one is one row there and a word in the harness's {@code
 * Scaling}.
 */
@NullMarked
package dev.tocsin.dsl.promql;

import org.jspecify.annotations.NullMarked;
