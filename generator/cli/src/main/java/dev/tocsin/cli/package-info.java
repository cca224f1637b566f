/**
 * The command line, {@code java -jar tocsin.jar}: a thin shell over the generator. It may use the
 * generator, the language and picocli.
 */
@NullMarked
package dev.tocsin.cli;

import org.jspecify.annotations.NullMarked;
