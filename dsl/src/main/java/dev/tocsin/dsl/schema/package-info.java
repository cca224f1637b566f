/**
 * Every field of Alertmanager's configuration and of Prometheus' rule files, one table for each:
 * its type, since which version, whether it is secret, deprecated or exclusive with others.
 * Readers, writers, the version check, the typed receivers and the reference page come from it; a
 * new field is one line of {@code alertmanager-fields.txt}.
 *
 * <p>Uses nothing but the JDK. Start at {@link dev.tocsin.dsl.schema.Schema}.
 */
@NullMarked
package dev.tocsin.dsl.schema;

import org.jspecify.annotations.NullMarked;
