/**
 * The Maven plugin, {@code mvn generate}: a thin layer over the generator. It may use the
 * generator, the DSL and Maven's API.
 */
@NullMarked
package dev.tocsin.maven;

import org.jspecify.annotations.NullMarked;
