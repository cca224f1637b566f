/**
 * Computes with a model through DJL's PyTorch engine.
 *
 * <p>{@link dev.tocsin.inference.torch.TorchModel} is what serves: a TorchScript program that this
 * package writes itself, with a key and value cache for many sequences. {@link
 * dev.tocsin.inference.torch.PlainLlama} is the same mathematics in single steps, without a cache;
 * the trainer differentiates it and the tests hold the other against it. Nothing here may be called
 * by two threads at once.
 */
@NullMarked
package dev.tocsin.inference.torch;

import org.jspecify.annotations.NullMarked;
