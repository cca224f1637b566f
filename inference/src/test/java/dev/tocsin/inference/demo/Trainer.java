package dev.tocsin.inference.demo;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.Weight;
import dev.tocsin.inference.model.WeightNames;
import dev.tocsin.inference.model.WeightType;
import dev.tocsin.inference.torch.PlainLlama;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Trains a model from nothing with AdamW and a cosine schedule, on documents of tokens. */
final class Trainer implements AutoCloseable {

  private static final int BATCH = 10;
  private static final int LENGTH = 176;
  private static final int WARM_UP = 50;
  private static final double PEAK_RATE = 2.5e-3;

  private final NDManager manager = NDManager.newBaseManager();
  private final Map<String, NDArray> weights = new LinkedHashMap<>();
  private final PlainLlama model;
  private final Random random;

  Trainer(ModelConfig config, long seed) {
    Engine.getInstance().setRandomSeed((int) seed);
    random = new Random(seed);
    WeightNames.shapes(config)
        .forEach((name, dims) -> weights.put(name, initial(name, new Shape(dims), config)));
    weights.values().forEach(w -> w.setRequiresGradient(true));
    model = new PlainLlama(config, weights, manager);
  }

  private NDArray initial(String name, Shape shape, ModelConfig config) {
    if (name.endsWith("norm.weight")) {
      return manager.ones(shape);
    }
    boolean writesToStream = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
    double spread = writesToStream ? 0.02 / Math.sqrt(2.0 * config.layers()) : 0.02;
    return manager.randomNormal(0, (float) spread, shape, DataType.FLOAT32);
  }

  /** Trains for a number of steps and tells the mean loss every fifty. */
  void train(List<int[]> documents, int steps, Consumer<String> log) {
    float[] rate = {0};
    Optimizer optimizer =
        Optimizer.adamW()
            .optLearningRateTracker(
                new Tracker() {
                  @Override
                  public float getNewValue(int update) {
                    return rate[0];
                  }
                })
            .optBeta2(0.95f)
            .optWeightDecays(0.01f)
            .optClipGrad(1f)
            .build();
    double sum = 0;
    long start = System.nanoTime();
    for (int step = 1; step <= steps; step++) {
      double progress = (double) step / steps;
      double shape = 0.1 + 0.45 * (1 + Math.cos(Math.PI * progress));
      rate[0] = (float) (PEAK_RATE * Math.min(1, (double) step / WARM_UP) * shape);
      sum += step(documents, optimizer);
      if (Double.isNaN(sum)) {
        throw new IllegalStateException(
            "training diverged at step " + step + ": lower the learning rate");
      }
      if (step % 50 == 0) {
        double seconds = (System.nanoTime() - start) / 1e9;
        log.accept(String.format("step %d, %.0f s, loss %.3f", step, seconds, sum / 50));
        sum = 0;
      }
    }
  }

  private float step(List<int[]> documents, Optimizer optimizer) {
    float value;
    try (NDManager local = manager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray loss;
      try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
        loss = loss(local, batch(documents, random.nextInt(documents.size())));
        gradients.backward(loss);
      }
      value = loss.getFloat();
    }
    weights.forEach(
        (name, weight) -> {
          try (NDArray gradient = weight.getGradient()) {
            optimizer.update(name, weight, gradient);
          }
        });
    return value;
  }

  /** The mean loss over documents that were not trained on. */
  double validate(List<int[]> documents, int batches) {
    double sum = 0;
    for (int i = 0; i < batches; i++) {
      try (NDManager local = manager.newSubManager();
          NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        sum += loss(local, batch(documents, i * BATCH % documents.size())).getFloat();
      }
    }
    return sum / batches;
  }

  private NDArray loss(NDManager local, long[][] rows) {
    long[] inputs = new long[BATCH * LENGTH];
    long[] targets = new long[BATCH * LENGTH];
    for (int b = 0; b < BATCH; b++) {
      System.arraycopy(rows[b], 0, inputs, b * LENGTH, LENGTH);
      System.arraycopy(rows[b], 1, targets, b * LENGTH, LENGTH);
    }
    NDArray logits = model.forward(local.create(inputs, new Shape(BATCH, LENGTH)));
    long vocabulary = logits.getShape().get(2);
    return logits
        .reshape(BATCH * LENGTH, vocabulary)
        .logSoftmax(-1)
        .gather(local.create(targets, new Shape(BATCH * LENGTH, 1)), 1)
        .mean()
        .neg();
  }

  /** Rows that begin where a document begins and go on into the next. */
  private long[][] batch(List<int[]> documents, int first) {
    long[][] rows = new long[BATCH][LENGTH + 1];
    for (int b = 0; b < BATCH; b++) {
      int document = (first + b * 7919) % documents.size();
      int filled = 0;
      while (filled <= LENGTH) {
        int[] tokens = documents.get(document++ % documents.size());
        for (int i = 0; i < tokens.length && filled <= LENGTH; i++) {
          rows[b][filled++] = tokens[i];
        }
      }
    }
    return rows;
  }

  /** The weights as they are now, for a file. */
  List<Weight> weights() {
    List<Weight> list = new ArrayList<>();
    weights.forEach(
        (name, array) -> {
          ByteBuffer bytes = array.stopGradient().toByteBuffer();
          list.add(new Weight(name, WeightType.F32, array.getShape().getShape(), bytes));
        });
    return list;
  }

  @Override
  public void close() {
    manager.close();
  }
}
