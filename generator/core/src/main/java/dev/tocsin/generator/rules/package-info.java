/**
 * Prometheus' rule files: read with every line and column kept, and checked with the verdict of
 * {@code promtool check rules}.
 *
 * <p>It may use the language, {@code dev.tocsin.generator.input}, {@code
 * dev.tocsin.generator.source} and {@code dev.tocsin.generator.yaml}. Start at {@link
 * dev.tocsin.generator.rules.RuleFile}.
 */
@NullMarked
package dev.tocsin.generator.rules;

import org.jspecify.annotations.NullMarked;
