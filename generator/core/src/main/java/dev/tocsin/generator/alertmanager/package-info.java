/**
 * Reading {@code alertmanager.yml} as Alertmanager 0.33.1 does: the same files are accepted and
 * refused, with all problems at once and the place of each.
 *
 * <p>What the fields are comes from {@link dev.tocsin.dsl.schema.Schema} and is read by {@code
 * dev.tocsin.generator.source}; what they mean comes from {@code dev.tocsin.dsl.routing}. It may
 * use {@code dev.tocsin.generator.input} and {@code dev.tocsin.generator.yaml} too. Start at {@link
 * dev.tocsin.generator.alertmanager.AlertmanagerFile}.
 */
@NullMarked
package dev.tocsin.generator.alertmanager;

import org.jspecify.annotations.NullMarked;
