/**
 * Schedules requests onto a model: a bounded queue, batch slots, one thread that computes.
 *
 * <p>Knows nothing of HTTP and of tensors; it drives a {@link
 * dev.tocsin.inference.engine.LanguageModel}. Start at {@link dev.tocsin.inference.engine.Engine}.
 */
@NullMarked
package dev.tocsin.inference.engine;

import org.jspecify.annotations.NullMarked;
