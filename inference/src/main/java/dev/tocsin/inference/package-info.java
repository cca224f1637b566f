/**
 * The inference service: a language model behind an OpenAI-compatible HTTP API, with metrics.
 *
 * <p>{@link dev.tocsin.inference.Main} puts the parts together: {@code model} reads a folder,
 * {@code torch} computes, {@code engine} schedules, {@code http} answers, {@code metrics} exposes.
 * {@code demo} makes the demo model. Start with {@code engine}.
 */
@NullMarked
package dev.tocsin.inference;

import org.jspecify.annotations.NullMarked;
