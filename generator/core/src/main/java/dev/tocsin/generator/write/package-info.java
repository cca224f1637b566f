/**
 * From a model to the text of each file: pure functions, the same bytes for the same model. One
 * writer a kind of file; they may use the language and the canonical form, and read or write no
 * disk.
 */
@NullMarked
package dev.tocsin.generator.write;

import org.jspecify.annotations.NullMarked;
