/**
 * Computes with a model through DJL's PyTorch engine.
 *
 * <p>{@link dev.tocsin.inference.torch.TorchModel} is what serves: a TorchScript program that this
 * package writes, with a key and value cache for many sequences. The test sources hold {@code
 * PlainLlama}, the same mathematics in single steps and without a cache: the tests compare the two,
 * and the trainer of the demo model differentiates it. Nothing here is thread-safe.
 */
@NullMarked
package dev.tocsin.inference.torch;

import org.jspecify.annotations.NullMarked;
