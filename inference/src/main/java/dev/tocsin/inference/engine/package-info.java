/**
 * Schedules requests onto a model: a bounded queue, batch slots, one thread that computes.
 *
 * <p>It knows neither HTTP nor tensors, and drives a {@link
 * dev.tocsin.inference.engine.LanguageModel}. Start at {@link dev.tocsin.inference.engine.Engine}.
 */
@NullMarked
package dev.tocsin.inference.engine;

import org.jspecify.annotations.NullMarked;
