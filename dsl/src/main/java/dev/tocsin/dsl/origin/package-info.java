/**
 * Where a definition was written. Uses the JDK and nothing else, so that every package may use it.
 */
@NullMarked
package dev.tocsin.dsl.origin;

import org.jspecify.annotations.NullMarked;
