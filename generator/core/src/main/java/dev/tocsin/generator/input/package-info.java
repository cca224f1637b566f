/**
 * Reading the files that users name. It uses problems of the language and the JDK.
 *
 * <p>Start at {@link dev.tocsin.generator.input.InputFile}.
 */
@NullMarked
package dev.tocsin.generator.input;

import org.jspecify.annotations.NullMarked;
