/**
 * Files that are replaced as a whole or not at all, also several together, and also when the
 * process is killed in between. Start at {@link dev.tocsin.generator.io.AtomicWrite}. It uses the
 * JDK alone.
 */
@NullMarked
package dev.tocsin.generator.io;

import org.jspecify.annotations.NullMarked;
