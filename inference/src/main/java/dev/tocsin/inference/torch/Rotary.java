package dev.tocsin.inference.torch;

import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.ModelException;

/** Cosines and sines of rotary position embeddings, [position][dimension] one row after another. */
record Rotary(float[] cos, float[] sin) {

  static Rotary of(ModelConfig config, int positions) {
    int dim = config.headDim();
    long bytes = 2L * Float.BYTES * positions * dim;
    if (bytes > Runtime.getRuntime().maxMemory() / 2) {
      throw new ModelException(
          "max_position_embeddings "
              + positions
              + " takes "
              + bytes
              + " bytes of the Java heap for its rotary embedding, more than half of it. Serve"
              + " shorter sequences with --context, or enlarge the heap with -Xmx.");
    }
    int half = dim / 2;
    double[] angles = new double[half];
    for (int i = 0; i < half; i++) {
      double frequency = Math.pow(config.ropeTheta(), -2.0 * i / dim);
      angles[i] = config.ropeScaling().scale(frequency, i, dim, config.ropeTheta());
    }
    double factor = config.ropeScaling().attentionFactor();
    float[] cos = new float[positions * dim];
    float[] sin = new float[positions * dim];
    for (int p = 0; p < positions; p++) {
      for (int i = 0; i < dim; i++) {
        // Both halves of a head turn by the same angles.
        double angle = p * angles[i % half];
        cos[p * dim + i] = (float) (Math.cos(angle) * factor);
        sin[p * dim + i] = (float) (Math.sin(angle) * factor);
      }
    }
    return new Rotary(cos, sin);
  }
}
