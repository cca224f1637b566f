package dev.tocsin.inference.torch;

import static dev.tocsin.inference.model.WeightNames.EMBEDDING;
import static dev.tocsin.inference.model.WeightNames.FINAL_NORM;
import static dev.tocsin.inference.model.WeightNames.OUTPUT;
import static dev.tocsin.inference.model.WeightNames.inLayer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.Weight;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A Llama forward pass in single array operations: whole sequences, no cache, differentiable.
 *
 * <p>The mathematics is that of <a href="https://arxiv.org/abs/2302.13971">Llama</a> with
 * grouped-query attention. It is written to be read and to be checked against.
 */
public final class PlainLlama {

  private static final float NEVER = -1e9f;

  private final ModelConfig config;
  private final Map<String, NDArray> weights;
  private final NDArray cos;
  private final NDArray sin;
  private final NDArray rotate;

  /** A model whose weights belong to the caller; tables are made in {@code manager}. */
  public PlainLlama(ModelConfig config, Map<String, NDArray> weights, NDManager manager) {
    this.config = config;
    this.weights = weights;
    int dim = config.headDim();
    int positions = config.contextLength();
    Rotary rotary = Rotary.of(config, positions);
    cos = manager.create(rotary.cos(), new Shape(positions, dim));
    sin = manager.create(rotary.sin(), new Shape(positions, dim));
    rotate = manager.create(halfTurn(dim), new Shape(dim, dim));
  }

  /** The weights of a folder as single-precision arrays. */
  public static Map<String, NDArray> load(Map<String, Weight> weights, NDManager manager) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    weights.forEach(
        (name, w) ->
            arrays.put(name, manager.create(w.toFloats(), new Shape(w.shape()), DataType.FLOAT32)));
    return arrays;
  }

  /** A matrix that maps the halves (a, b) of a row to (-b, a). */
  private static float[] halfTurn(int dim) {
    int half = dim / 2;
    float[] matrix = new float[dim * dim];
    for (int i = 0; i < half; i++) {
      matrix[(i + half) * dim + i] = -1;
      matrix[i * dim + i + half] = 1;
    }
    return matrix;
  }

  /** Logits [batch, length, vocabulary] for ids [batch, length]. */
  public NDArray forward(NDArray ids) {
    long batch = ids.getShape().get(0);
    long length = ids.getShape().get(1);
    NDArray mask = causalMask(ids.getManager(), (int) length);
    NDArray h = Embedding.embedding(ids, weight(EMBEDDING), SparseFormat.DENSE).singletonOrThrow();
    for (int i = 0; i < config.layers(); i++) {
      NDArray x = norm(h, inLayer(i, "input_layernorm.weight"));
      h = h.add(attention(x, i, batch, length, mask));
      x = norm(h, inLayer(i, "post_attention_layernorm.weight"));
      NDArray gate = linear(x, inLayer(i, "mlp.gate_proj"));
      NDArray up = linear(x, inLayer(i, "mlp.up_proj"));
      NDArray inner = gate.mul(Activation.sigmoid(gate)).mul(up);
      h = h.add(linear(inner, inLayer(i, "mlp.down_proj")));
    }
    NDArray output = weight(config.tiedOutput() ? EMBEDDING : OUTPUT);
    return Linear.linear(norm(h, FINAL_NORM), output).singletonOrThrow();
  }

  private NDArray attention(NDArray x, int layer, long batch, long length, NDArray mask) {
    int kv = config.kvHeads();
    int group = config.groupSize();
    int dim = config.headDim();
    NDArray q = heads(linear(x, inLayer(layer, "self_attn.q_proj")), batch, length, kv * group);
    NDArray k = heads(linear(x, inLayer(layer, "self_attn.k_proj")), batch, length, kv);
    NDArray v = heads(linear(x, inLayer(layer, "self_attn.v_proj")), batch, length, kv);
    q = turn(q, length).reshape(batch * kv, group * length, dim);
    k = turn(k, length).reshape(batch * kv, length, dim);
    NDArray scores =
        q.matMul(k.transpose(0, 2, 1))
            .mul((float) (1 / Math.sqrt(dim)))
            .reshape(batch * kv, group, length, length)
            .add(mask)
            .softmax(-1)
            .reshape(batch * kv, group * length, length);
    NDArray mixed =
        scores
            .matMul(v.reshape(batch * kv, length, dim))
            .reshape(batch, kv * group, length, dim)
            .transpose(0, 2, 1, 3)
            .reshape(batch, length, (long) kv * group * dim);
    return linear(mixed, inLayer(layer, "self_attn.o_proj"));
  }

  private NDArray heads(NDArray x, long batch, long length, int heads) {
    return x.reshape(batch, length, heads, config.headDim()).transpose(0, 2, 1, 3);
  }

  private NDArray turn(NDArray x, long length) {
    NDArray c = cos.get("0:" + length);
    NDArray s = sin.get("0:" + length);
    return x.mul(c).add(x.matMul(rotate).mul(s));
  }

  private NDArray norm(NDArray x, String name) {
    NDArray meanSquare = x.square().mean(new int[] {-1}, true);
    return x.div(meanSquare.add((float) config.normEpsilon()).sqrt()).mul(weight(name));
  }

  private NDArray linear(NDArray x, String name) {
    NDArray product = Linear.linear(x, weight(name + ".weight")).singletonOrThrow();
    NDArray bias = weights.get(name + ".bias");
    return bias == null ? product : product.add(bias);
  }

  private NDArray weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  private static NDArray causalMask(NDManager manager, int length) {
    float[] mask = new float[length * length];
    for (int row = 0; row < length; row++) {
      for (int column = row + 1; column < length; column++) {
        mask[row * length + column] = NEVER;
      }
    }
    return manager.create(mask, new Shape(length, length));
  }
}
