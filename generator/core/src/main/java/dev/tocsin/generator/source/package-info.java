/**
 * Reading a file by a table of its fields, as Go's strict decoders do: one decoder for rule files
 * and Alertmanager configurations, the sections that it reads, and one collector of problems, which
 * shows each with its line of the source.
 *
 * <p>It may use the language's tables and {@code dev.tocsin.generator.yaml}. Start at {@link
 * dev.tocsin.generator.source.Decoder}.
 */
@NullMarked
package dev.tocsin.generator.source;

import org.jspecify.annotations.NullMarked;
