/**
 * The Maven plugin, {@code mvn generate}: a thin shell over the generator. It may use the
 * generator, the language and Maven's API.
 */
@NullMarked
package dev.tocsin.maven;

import org.jspecify.annotations.NullMarked;
