/**
 * Writes files completely or not at all. It uses the JDK alone.
 *
 * <p>Start at {@link dev.tocsin.generator.files.AtomicWrite}.
 */
@NullMarked
package dev.tocsin.generator.files;

import org.jspecify.annotations.NullMarked;
