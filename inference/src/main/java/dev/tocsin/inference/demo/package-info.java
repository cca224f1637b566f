/**
 * Makes the demo model: stories from templates, a tokenizer trained on them, a small Llama trained
 * on both, all in Java.
 *
 * <p>The service does not need it. Start at {@link dev.tocsin.inference.demo.TrainDemo}.
 */
@NullMarked
package dev.tocsin.inference.demo;

import org.jspecify.annotations.NullMarked;
