package dev.tocsin.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final double[] PROBABILITIES = {0.1, 0.5, 0.15, 0.25};

  @Test
  void greedyTakesTheLikeliest() {
    assertThat(new Sampler(Sampling.GREEDY).next(logits(), 0, 4)).isEqualTo(1);
  }

  @Test
  void drawsInProportion() {
    Map<Integer, Double> shares = shares(sampling(1, 0, 1));
    for (int i = 0; i < 4; i++) {
      assertThat(shares.get(i)).isCloseTo(PROBABILITIES[i], within(0.02));
    }
  }

  @Test
  void aLowTemperatureSharpens() {
    assertThat(shares(sampling(0.5, 0, 1)).get(1)).isCloseTo(0.25 / 0.345, within(0.02));
  }

  @Test
  void topKAndTopPKeepTheLikeliest() {
    assertThat(shares(sampling(1, 2, 1)).keySet()).containsExactly(1, 3);
    assertThat(shares(sampling(1, 0, 0.7)).keySet()).containsExactly(1, 3);
    assertThat(shares(sampling(1, 0, 0.76)).keySet()).containsExactly(1, 2, 3);
    assertThat(shares(sampling(1, 0, 0)).keySet()).containsExactly(1);
  }

  /** Many logits, with ties: what can be drawn is what sorting would have left. */
  @Test
  void theCutIsWhereSortingWouldPutIt() {
    Random random = new Random(4);
    for (int round = 0; round < 200; round++) {
      float[] logits = new float[1 + random.nextInt(60)];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = random.nextInt(8) / 2f;
      }
      int topK = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(logits.length);
      double topP = random.nextInt(3) == 0 ? 1 : random.nextDouble();
      Sampler sampler = new Sampler(new Sampling(1, topK, topP, 0, 0, OptionalLong.of(round)));
      Set<Integer> drawn = new TreeSet<>();
      for (int i = 0; i < 50; i++) {
        drawn.add(sampler.next(logits.clone(), 0, logits.length));
      }
      assertThat(sorted(logits, topK, topP)).as("topK %d topP %s", topK, topP).containsAll(drawn);
    }
  }

  private static Set<Integer> sorted(float[] logits, int topK, double topP) {
    List<Integer> order =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -logits[i]))
            .toList();
    double total = order.stream().mapToDouble(i -> Math.exp(logits[i])).sum();
    Set<Integer> kept = new TreeSet<>();
    double sum = 0;
    for (int token : order) {
      if (kept.size() == (topK == 0 ? logits.length : topK)
          || !kept.isEmpty() && sum >= topP * total * (1 + 1e-9)) {
        break;
      }
      kept.add(token);
      sum += Math.exp(logits[token]);
    }
    return kept;
  }

  @Test
  void theSameSeedGivesTheSameTokens() {
    assertThat(shares(sampling(1, 0, 1))).isEqualTo(shares(sampling(1, 0, 1)));
  }

  @Test
  void penaltiesMakeRepetitionUnlikely() {
    Sampler sampler = new Sampler(new Sampling(0, 0, 1, 2, 2, OptionalLong.empty()));
    assertThat(sampler.next(logits(), 0, 4)).isEqualTo(1);
    assertThat(sampler.next(logits(), 0, 4)).isEqualTo(3);
    assertThat(sampler.next(logits(), 0, 4)).isEqualTo(2);
  }

  @Test
  void refusesWhatIsNotANumber() {
    assertThatThrownBy(() -> new Sampler(Sampling.GREEDY).next(new float[] {0, Float.NaN}, 0, 2))
        .isInstanceOf(ArithmeticException.class);
  }

  private static Map<Integer, Double> shares(Sampling sampling) {
    Sampler sampler = new Sampler(sampling);
    Map<Integer, Double> shares = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      shares.merge(sampler.next(logits(), 0, 4), 1 / 10_000.0, Double::sum);
    }
    return shares;
  }

  private static Sampling sampling(double temperature, int topK, double topP) {
    return new Sampling(temperature, topK, topP, 0, 0, OptionalLong.of(5));
  }

  private static float[] logits() {
    float[] logits = new float[4];
    for (int i = 0; i < 4; i++) {
      logits[i] = (float) Math.log(PROBABILITIES[i]);
    }
    return logits;
  }
}
