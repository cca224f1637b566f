/**
 * Generated files: in memory, compared with the disk, and written completely or not at all. It may
 * use the language, the JDK and java-diff-utils, and no other package of the generator.
 *
 * <p>Start at {@link dev.tocsin.generator.files.GeneratedFiles}; {@link
 * dev.tocsin.generator.io.AtomicWrite} writes.
 */
@NullMarked
package dev.tocsin.generator.files;

import org.jspecify.annotations.NullMarked;
