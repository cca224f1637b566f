/**
 * From a model to the text of each file: pure functions, the same bytes for the same model. Each
 * kind of file has one writer. They may use the language and {@code dev.tocsin.generator.fmt}, and
 * read or write no disk.
 *
 * <p>Start at {@link dev.tocsin.generator.write.RuleFileWriter}.
 */
@NullMarked
package dev.tocsin.generator.write;

import org.jspecify.annotations.NullMarked;
