package dev.tocsin.inference.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Chooses the tokens of one sequence. */
final class Sampler {

  private final Sampling sampling;
  private final SplittableRandom random;
  private final Map<Integer, Integer> counts = new HashMap<>();

  Sampler(Sampling sampling) {
    this.sampling = sampling;
    random =
        sampling.seed().isPresent()
            ? new SplittableRandom(sampling.seed().getAsLong())
            : new SplittableRandom();
  }

  /**
   * The next token.
   *
   * @throws ArithmeticException if the logits are not numbers
   */
  int next(float[] logits, int from, int vocabulary) {
    if (sampling.penalises()) {
      counts.forEach(
          (token, count) ->
              logits[from + token] -=
                  (float) (sampling.presencePenalty() + count * sampling.frequencyPenalty()));
    }
    int likeliest = likeliest(logits, from, vocabulary);
    int token =
        sampling.temperature() <= 0
            ? likeliest
            : draw(logits, from, vocabulary, logits[from + likeliest]);
    if (sampling.penalises()) {
      counts.merge(token, 1, Integer::sum);
    }
    return token;
  }

  private static int likeliest(float[] logits, int from, int vocabulary) {
    int best = 0;
    float sum = 0;
    for (int i = 0; i < vocabulary; i++) {
      sum += logits[from + i];
      if (logits[from + i] > logits[from + best]) {
        best = i;
      }
    }
    if (Float.isNaN(sum)) {
      throw new ArithmeticException("the model's logits are not numbers");
    }
    return best;
  }

  private int draw(float[] logits, int from, int vocabulary, float highest) {
    double[] weights = new double[vocabulary];
    for (int i = 0; i < vocabulary; i++) {
      weights[i] = Math.exp((logits[from + i] - highest) / sampling.temperature());
    }
    if (sampling.topK() > 0 || sampling.topP() < 1) {
      cut(weights);
    }
    double left = random.nextDouble() * Arrays.stream(weights).sum();
    int last = 0;
    for (int i = 0; i < vocabulary; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left <= 0) {
          break;
        }
      }
    }
    return last;
  }

  /** Sets the weights of the tokens that may not be drawn to 0. */
  private void cut(double[] weights) {
    // What is less likely than this by far is not worth sorting.
    Integer[] order =
        IntStream.range(0, weights.length)
            .filter(i -> weights[i] > 1e-9)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -weights[i]))
            .toArray(Integer[]::new);
    int keep = sampling.topK() > 0 ? Math.min(sampling.topK(), order.length) : order.length;
    double total = Arrays.stream(weights).sum();
    double sum = 0;
    int kept = 0;
    // The token that passes the limit is kept, so that there is always one.
    while (kept < keep && (kept == 0 || sum < sampling.topP() * total)) {
      sum += weights[order[kept++]];
    }
    double[] all = weights.clone();
    Arrays.fill(weights, 0);
    for (int i = 0; i < kept; i++) {
      weights[order[i]] = all[order[i]];
    }
  }
}
