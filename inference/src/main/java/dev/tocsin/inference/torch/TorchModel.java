package dev.tocsin.inference.torch;

import static dev.tocsin.inference.model.WeightNames.EMBEDDING;
import static dev.tocsin.inference.model.WeightNames.FINAL_NORM;
import static dev.tocsin.inference.model.WeightNames.OUTPUT;
import static dev.tocsin.inference.model.WeightNames.inLayer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.tocsin.inference.engine.LanguageModel;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.Weight;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The model as one TorchScript call per step, from embedding to logits, for all sequences together.
 *
 * <p>Keys and values are in one array per layer, [row, head, column, dimension]. A step looks at
 * the columns that the longest of its sequences uses; columns that a shorter one does not have are
 * masked. Single precision on the CPU, half on a GPU.
 */
public final class TorchModel implements LanguageModel {

  private final ModelConfig config;
  private final PtNDManager manager;
  private final PtSymbolBlock program;
  private final DataType type;
  private final IValue weights;
  private final IValue biases;
  private final IValue heads;
  private final IValue kvHeads;
  private final IValue epsilon;
  private PtNDArray[] keys;
  private PtNDArray[] values;
  private IValue keyList;
  private IValue valueList;
  private int rows = 1;
  private int columns = 1;

  private TorchModel(
      ModelConfig config, PtNDManager manager, PtSymbolBlock program, Loader loader) {
    this.config = config;
    this.manager = manager;
    this.program = program;
    this.type = loader.type;
    weights = IValue.listFrom(loader.weights());
    biases = IValue.listFrom(loader.biases());
    heads = IValue.from((long) config.heads());
    kvHeads = IValue.from((long) config.kvHeads());
    epsilon = IValue.from(config.normEpsilon());
    keys = emptyCache();
    values = emptyCache();
    keyList = IValue.listFrom(keys);
    valueList = IValue.listFrom(values);
  }

  /** Copies the weights to a device. */
  public static TorchModel load(ModelConfig config, Map<String, Weight> weights, Device device) {
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
    try {
      PtSymbolBlock program =
          JniUtils.loadModule(
              manager, new ByteArrayInputStream(ScriptArchive.bytes()), device.isGpu(), false);
      DataType type = device.isGpu() ? DataType.FLOAT16 : DataType.FLOAT32;
      return new TorchModel(config, manager, program, new Loader(config, weights, manager, type));
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Arranges weights as the program expects them; some are joined, so that one product replaces
   * two.
   */
  private record Loader(
      ModelConfig config, Map<String, Weight> source, PtNDManager manager, DataType type) {

    PtNDArray[] weights() {
      List<PtNDArray> list = new ArrayList<>();
      PtNDArray embedding = array(EMBEDDING);
      list.add(embedding);
      list.add(array(FINAL_NORM));
      list.add(config.tiedOutput() ? embedding : array(OUTPUT));
      Rotary rotary = Rotary.of(config, config.contextLength());
      Shape table = new Shape(config.contextLength(), config.headDim());
      list.add(typed(manager.create(rotary.cos(), table)));
      list.add(typed(manager.create(rotary.sin(), table)));
      for (int i = 0; i < config.layers(); i++) {
        list.add(
            joined(
                inLayer(i, "self_attn.q_proj.weight"),
                inLayer(i, "self_attn.k_proj.weight"),
                inLayer(i, "self_attn.v_proj.weight")));
        list.add(array(inLayer(i, "self_attn.o_proj.weight")));
        list.add(joined(inLayer(i, "mlp.gate_proj.weight"), inLayer(i, "mlp.up_proj.weight")));
        list.add(array(inLayer(i, "mlp.down_proj.weight")));
        list.add(array(inLayer(i, "input_layernorm.weight")));
        list.add(array(inLayer(i, "post_attention_layernorm.weight")));
      }
      return list.toArray(PtNDArray[]::new);
    }

    PtNDArray[] biases() {
      List<PtNDArray> list = new ArrayList<>();
      for (int i = 0; config.attentionBias() && i < config.layers(); i++) {
        list.add(
            joined(
                inLayer(i, "self_attn.q_proj.bias"),
                inLayer(i, "self_attn.k_proj.bias"),
                inLayer(i, "self_attn.v_proj.bias")));
        String output = inLayer(i, "self_attn.o_proj.bias");
        list.add(
            source.containsKey(output)
                ? array(output)
                : typed(manager.zeros(new Shape(config.hiddenSize()))));
      }
      return list.toArray(PtNDArray[]::new);
    }

    private PtNDArray array(String name) {
      Weight weight = Objects.requireNonNull(source.get(name), name);
      return typed(manager.create(weight.toFloats(), new Shape(weight.shape()), DataType.FLOAT32));
    }

    private PtNDArray joined(String... names) {
      NDList parts = new NDList();
      for (String name : names) {
        parts.add(array(name));
      }
      NDArray whole = NDArrays.concat(parts, 0);
      parts.close();
      return (PtNDArray) whole;
    }

    private PtNDArray typed(NDArray array) {
      if (array.getDataType() == type) {
        return (PtNDArray) array;
      }
      NDArray cast = array.toType(type, false);
      array.close();
      return (PtNDArray) cast;
    }
  }

  private PtNDArray[] emptyCache() {
    PtNDArray[] cache = new PtNDArray[config.layers()];
    Shape shape = new Shape(1, config.kvHeads(), 1, config.headDim());
    Arrays.setAll(cache, i -> (PtNDArray) manager.zeros(shape, type));
    return cache;
  }

  @Override
  public int vocabulary() {
    return config.vocabulary();
  }

  @Override
  public int contextLength() {
    return config.contextLength();
  }

  @Override
  public long cacheBytesPerToken() {
    return config.cacheValuesPerToken() * type.getNumOfBytes();
  }

  @Override
  public void resize(int newRows, int newColumns) {
    if (newRows == rows && newColumns == columns) {
      return;
    }
    // All layers, before any is replaced: memory can run out in the middle.
    List<PtNDArray> fresh = new ArrayList<>();
    try (IValue r = IValue.from((long) newRows);
        IValue c = IValue.from((long) newColumns)) {
      for (int i = 0; i < keys.length; i++) {
        fresh.add(resized(keys[i], r, c));
        fresh.add(resized(values[i], r, c));
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      fresh.forEach(PtNDArray::close);
      throw e;
    }
    keyList.close();
    valueList.close();
    for (int i = 0; i < keys.length; i++) {
      keys[i].close();
      values[i].close();
      keys[i] = fresh.get(2 * i);
      values[i] = fresh.get(2 * i + 1);
    }
    keyList = IValue.listFrom(keys);
    valueList = IValue.listFrom(values);
    rows = newRows;
    columns = newColumns;
  }

  private PtNDArray resized(PtNDArray old, IValue newRows, IValue newColumns) {
    try (IValue x = IValue.from(old);
        IValue result = IValueUtils.runMethod(program, "resize", x, newRows, newColumns)) {
      return result.toTensor(manager);
    }
  }

  @Override
  public float[] read(int row, int start, int[] tokens) {
    long[] positions = new long[tokens.length];
    Arrays.setAll(positions, i -> start + i);
    return step(tokens, positions, row, 1, start + tokens.length, 1);
  }

  @Override
  public float[] decode(int[] tokens, int[] positions) {
    int longest = Arrays.stream(positions).max().orElse(0) + 1;
    return step(
        tokens,
        Arrays.stream(positions).asLongStream().toArray(),
        0,
        tokens.length,
        longest,
        tokens.length);
  }

  private float[] step(
      int[] tokens, long[] positions, int first, int count, int width, int logits) {
    if (first + count > rows || width > columns) {
      throw new IllegalArgumentException(
          "a step over rows "
              + first
              + " to "
              + (first + count)
              + " and "
              + width
              + " columns, but the cache has "
              + rows
              + " by "
              + columns);
    }
    try (PtNDArray ids = (PtNDArray) manager.create(tokens);
        PtNDArray at = (PtNDArray) manager.create(positions);
        IValue idsValue = IValue.from(ids);
        IValue atValue = IValue.from(at);
        IValue firstValue = IValue.from((long) first);
        IValue countValue = IValue.from((long) count);
        IValue widthValue = IValue.from((long) width);
        IValue logitsValue = IValue.from((long) logits);
        IValue result =
            IValueUtils.forward(
                program,
                new IValue[] {
                  idsValue,
                  atValue,
                  firstValue,
                  countValue,
                  widthValue,
                  logitsValue,
                  weights,
                  biases,
                  keyList,
                  valueList,
                  heads,
                  kvHeads,
                  epsilon
                });
        PtNDArray output = result.toTensor(manager)) {
      return output.toFloatArray();
    }
  }

  @Override
  public void move(int from, int to, int length) {
    if (from == to || length == 0) {
      return;
    }
    try (IValue f = IValue.from((long) from);
        IValue t = IValue.from((long) to);
        IValue n = IValue.from((long) length);
        IValue done = IValueUtils.runMethod(program, "move", f, t, n, keyList, valueList)) {
      Objects.requireNonNull(done);
    }
  }

  @Override
  public void close() {
    for (IValue value : List.of(weights, biases, keyList, valueList, heads, kvHeads, epsilon)) {
      value.close();
    }
    program.close();
    manager.close();
  }
}
