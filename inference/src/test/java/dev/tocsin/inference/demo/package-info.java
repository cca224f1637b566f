/**
 * Makes the demo model: stories from templates, a tokenizer trained on them, a small Llama trained
 * on both, all in Java.
 *
 * <p>It is in the test sources because the service does not need it: the model's folder is
 * committed, and no build makes it. Start at {@link dev.tocsin.inference.demo.TrainDemo}.
 */
@NullMarked
package dev.tocsin.inference.demo;

import org.jspecify.annotations.NullMarked;
