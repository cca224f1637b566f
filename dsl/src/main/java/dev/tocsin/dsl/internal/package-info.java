/**
 * What the other modules need and users of the language do not. It uses the JDK alone.
 *
 * <p>Start at {@link dev.tocsin.dsl.internal.Masking}.
 */
@NullMarked
package dev.tocsin.dsl.internal;

import org.jspecify.annotations.NullMarked;
