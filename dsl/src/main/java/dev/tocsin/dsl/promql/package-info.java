/**
 * PromQL as a syntax tree: what a text says ({@code Expr}), how it is read, printed, type-checked
 * and rewritten.
 *
 * <p>The untyped foundation that the typed layer in {@code dev.tocsin.dsl.metric} builds on. It may
 * use the JDK and {@code dev.tocsin.dsl.origin}, nothing else. Start at {@link
 * dev.tocsin.dsl.promql.Expr}.
 */
@NullMarked
package dev.tocsin.dsl.promql;

import org.jspecify.annotations.NullMarked;
