/**
 * The canonical form of rule files and Alertmanager configurations: fields in the table's order,
 * old spellings made new, quotes only where needed, comments kept. What the table does not know is
 * an error, never dropped.
 *
 * <p>It may use the language, {@code dev.tocsin.generator.rules}, {@code
 * dev.tocsin.generator.alertmanager} and what they read with. Start at {@link
 * dev.tocsin.generator.fmt.Formatter}.
 */
@NullMarked
package dev.tocsin.generator.fmt;

import org.jspecify.annotations.NullMarked;
