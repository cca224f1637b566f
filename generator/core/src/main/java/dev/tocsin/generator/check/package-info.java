/**
 * What can be wrong with a definition although it compiles: one class a check, listed in {@link
 * dev.tocsin.generator.check.Checks}. They may use the language, and report problems that point at
 * the Java line; they throw nothing and read no disk.
 */
@NullMarked
package dev.tocsin.generator.check;

import org.jspecify.annotations.NullMarked;
