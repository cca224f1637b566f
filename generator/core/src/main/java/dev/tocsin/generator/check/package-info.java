/**
 * What can be wrong with a definition although it compiles, for the versions that it targets. Each
 * check is one class, listed in {@link dev.tocsin.generator.check.Checks}. Checks report problems
 * that point at the Java line; they throw nothing and read no disk.
 *
 * <p>It may use the language, {@code dev.tocsin.generator.write}, and the readers {@code
 * dev.tocsin.generator.rules}, {@code dev.tocsin.generator.alertmanager} and {@code
 * dev.tocsin.generator.source}. Start at {@link dev.tocsin.generator.check.Checks}.
 */
@NullMarked
package dev.tocsin.generator.check;

import org.jspecify.annotations.NullMarked;
