package dev.tocsin.inference.model;

import java.util.function.DoubleUnaryOperator;

/**
 * How rotary position embeddings are stretched beyond the length that a model was trained on.
 *
 * <p>Each scaling maps the angle per position of one pair of dimensions to another, and may scale
 * the attention. The rules are those of <a
 * href="https://huggingface.co/docs/transformers/internal/rope_utils">transformers' RoPE
 * utilities</a>.
 */
public sealed interface RopeScaling {

  /** The radians per position to use for a pair that would turn {@code frequency} radians. */
  double scale(double frequency, int pair, int headDim, double theta);

  /** What cosines and sines are multiplied with. */
  default double attentionFactor() {
    return 1;
  }

  /** No scaling. */
  record None() implements RopeScaling {
    @Override
    public double scale(double frequency, int pair, int headDim, double theta) {
      return frequency;
    }
  }

  /** All positions divided by a factor. */
  record Linear(double factor) implements RopeScaling {
    @Override
    public double scale(double frequency, int pair, int headDim, double theta) {
      return frequency / factor;
    }
  }

  /** Llama 3.1's: long waves are divided by the factor, short ones kept, those between blended. */
  record Llama3(double factor, double lowFrequency, double highFrequency, int originalLength)
      implements RopeScaling {
    @Override
    public double scale(double frequency, int pair, int headDim, double theta) {
      double waveLength = 2 * Math.PI / frequency;
      if (waveLength < originalLength / highFrequency) {
        return frequency;
      }
      if (waveLength > originalLength / lowFrequency) {
        return frequency / factor;
      }
      double smooth = (originalLength / waveLength - lowFrequency) / (highFrequency - lowFrequency);
      return (1 - smooth) * frequency / factor + smooth * frequency;
    }
  }

  /** YaRN: a ramp over the pairs between extrapolation and interpolation. */
  record Yarn(
      double factor, double betaFast, double betaSlow, int originalLength, double attentionFactor)
      implements RopeScaling {
    @Override
    public double scale(double frequency, int pair, int headDim, double theta) {
      DoubleUnaryOperator pairOf =
          turns ->
              headDim * Math.log(originalLength / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
      double low = Math.max(Math.floor(pairOf.applyAsDouble(betaFast)), 0);
      double high = Math.min(Math.ceil(pairOf.applyAsDouble(betaSlow)), headDim - 1);
      double ramp = (pair - low) / Math.max(high - low, 0.001);
      double interpolated = Math.min(1, Math.max(0, ramp));
      return frequency / factor * interpolated + frequency * (1 - interpolated);
    }
  }
}
