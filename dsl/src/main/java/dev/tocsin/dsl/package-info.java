/**
 * The way into the language, {@link dev.tocsin.dsl.Tocsin}; nothing below imports this package.
 * Below it, in the order of their dependencies: {@code model} (alerts, routes and the whole
 * definition), {@code alertmanager} (receiver integrations), {@code metric} (typed metrics and
 * vectors), {@code routing}, {@code template}, {@code labelflow} (what expressions, routes and
 * templates mean), {@code promql} (the untyped tree), {@code schema}, {@code problem}, {@code go}
 * (Go's text), {@code origin}. It may use the JDK and annotations, nothing else.
 */
@NullMarked
package dev.tocsin.dsl;

import org.jspecify.annotations.NullMarked;
