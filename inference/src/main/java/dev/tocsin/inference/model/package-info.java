/**
 * Reads a Hugging Face model folder: its configuration, its weights, its tokenizer.
 *
 * <p>It may use Jackson for JSON and DJL's tokenizer; it knows nothing of tensors. Start at {@link
 * dev.tocsin.inference.model.ModelFolder}.
 */
@NullMarked
package dev.tocsin.inference.model;

import org.jspecify.annotations.NullMarked;
