/**
 * The compressed way: all cases of a suite at the same time on one real stage, on which hours pass
 * in seconds.
 *
 * <p>{@link dev.tocsin.harness.compressed.Compressed} plays a suite and gives its {@link
 * dev.tocsin.harness.compressed.Results}. Inside, a stage is played and everything that is seen is
 * put into a {@code Recording}; a {@code Judge} then says of each case, by nothing but its script
 * and the recording, what does not hold. {@link dev.tocsin.harness.compressed.Coverage} says what
 * of a definition no case has exercised. It may use the rest of the harness.
 */
@NullMarked
package dev.tocsin.harness.compressed;

import org.jspecify.annotations.NullMarked;
