/**
 * From a class path to definitions: finds the classes, makes them, and turns whatever goes wrong
 * into problems. It may use the language and the JDK.
 *
 * <p>Start at {@link dev.tocsin.generator.load.Definitions}.
 */
@NullMarked
package dev.tocsin.generator.load;

import org.jspecify.annotations.NullMarked;
