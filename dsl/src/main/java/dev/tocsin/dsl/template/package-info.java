/**
 * The templates in labels, annotations and notifications: <a
 * href="https://pkg.go.dev/text/template">Go's text/template</a> as Prometheus and Alertmanager use
 * it, parsed as strictly as Go does and checked against what an alert's expression can bring.
 *
 * <p>It may use the JDK, {@code dev.tocsin.dsl.problem}, {@code dev.tocsin.dsl.promql} and its
 * label flow. Start at {@link dev.tocsin.dsl.template.Template}.
 */
@NullMarked
package dev.tocsin.dsl.template;

import org.jspecify.annotations.NullMarked;
