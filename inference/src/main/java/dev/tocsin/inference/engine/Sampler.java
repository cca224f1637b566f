package dev.tocsin.inference.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

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

  /**
   * Sets the weights of the tokens that may not be drawn to 0: all but the likeliest {@code topK},
   * and all but the likeliest that together reach {@code topP}.
   *
   * <p>The cut is found without sorting: a pivot splits the tokens, and only the part with the cut
   * is split again.
   */
  private void cut(double[] weights) {
    double[] open = new double[weights.length];
    int size = 0;
    double total = 0;
    for (double weight : weights) {
      total += weight;
      // Far less likely tokens are ignored.
      if (weight > 1e-9) {
        open[size++] = weight;
      }
    }
    long room = sampling.topK() > 0 ? sampling.topK() : Long.MAX_VALUE;
    double enough = sampling.topP() * total;
    // The number and the weight of the tokens kept so far. The token that passes the limit is kept.
    long kept = 0;
    double sum = 0;
    double lowest = 0;
    long lowestKept = 0;
    while (size > 0) {
      double pivot = open[size / 2];
      int above = 0;
      int equal = 0;
      double aboveSum = 0;
      for (int i = 0; i < size; i++) {
        if (open[i] > pivot) {
          above++;
          aboveSum += open[i];
        } else if (open[i] == pivot) {
          equal++;
        }
      }
      if (kept + above >= room || sum + aboveSum >= enough && kept + above > 0) {
        size = part(open, size, pivot, true);
        continue;
      }
      kept += above;
      sum += aboveSum;
      lowest = pivot;
      lowestKept = 0;
      while (lowestKept < equal && kept < room && (kept == 0 || sum < enough)) {
        lowestKept++;
        kept++;
        sum += pivot;
      }
      if (lowestKept < equal) {
        break;
      }
      size = part(open, size, pivot, false);
      if (kept >= room || sum >= enough) {
        break;
      }
    }
    for (int i = 0; i < weights.length; i++) {
      boolean keep = weights[i] > lowest || weights[i] == lowest && lowestKept-- > 0;
      weights[i] = keep ? weights[i] : 0;
    }
  }

  /** Moves the tokens above a pivot, or below it, to the front; returns their number. */
  private static int part(double[] values, int size, double pivot, boolean above) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (above ? values[i] > pivot : values[i] < pivot) {
        values[count++] = values[i];
      }
    }
    return count;
  }
}
