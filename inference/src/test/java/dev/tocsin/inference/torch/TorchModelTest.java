package dev.tocsin.inference.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.inference.Programs;
import dev.tocsin.inference.TinyModel;
import dev.tocsin.inference.model.ModelFolder;
import dev.tocsin.inference.torch.TorchRuntime.DeviceChoice;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The served model, the plain one and an independent one in another language give equal logits. */
class TorchModelTest {

  private static final double EQUAL = 1e-4;

  @TempDir Path temp;

  @BeforeAll
  static void start() {
    TorchRuntime.prepare();
    TorchRuntime.start(DeviceChoice.CPU, 1);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithThePlainModelAtEveryLength(TinyModel shape) {
    ModelFolder folder = shape.write(temp);
    int[] tokens = tokens(folder, 40);
    float[][] plain = plain(folder, tokens);
    try (TorchModel model = load(folder)) {
      model.resize(1, 64);
      for (int length : new int[] {1, 2, 7, 40}) {
        assertClose(model.read(0, 0, Arrays.copyOf(tokens, length)), plain[length - 1]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithAnIndependentImplementation(TinyModel shape) throws Exception {
    Programs.need("node");
    ModelFolder folder = shape.write(temp);
    int[] tokens = tokens(folder, 40);
    Path script = Path.of(TorchModelTest.class.getResource("/reference/llama.mjs").toURI());
    String list = String.join(",", Arrays.stream(tokens).mapToObj(String::valueOf).toList());
    double[][] reference =
        new ObjectMapper()
            .readValue(
                Programs.run(temp, List.of("node", script.toString(), temp.toString(), list)),
                double[][].class);
    float[][] plain = plain(folder, tokens);
    try (TorchModel model = load(folder)) {
      model.resize(1, 64);
      for (int length : new int[] {1, 2, 7, 40}) {
        float[] expected = floats(reference[length - 1]);
        assertClose(plain[length - 1], expected);
        assertClose(model.read(0, 0, Arrays.copyOf(tokens, length)), expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void decodingWithTheCacheAgreesWithReadingAllAgain(TinyModel shape) {
    ModelFolder folder = shape.write(temp);
    int[] tokens = tokens(folder, 40);
    try (TorchModel model = load(folder)) {
      model.resize(2, 64);
      model.read(0, 0, Arrays.copyOf(tokens, 20));
      for (int i = 20; i < 40; i++) {
        float[] cached = model.decode(new int[] {tokens[i]}, new int[] {i});
        assertClose(cached, model.read(1, 0, Arrays.copyOf(tokens, i + 1)));
      }
    }
  }

  @Test
  void readingInPiecesAgreesWithReadingAtOnce() {
    ModelFolder folder = TinyModel.LLAMA.write(temp);
    int[] tokens = tokens(folder, 40);
    try (TorchModel model = load(folder)) {
      model.resize(2, 64);
      float[] atOnce = model.read(0, 0, tokens);
      model.read(1, 0, Arrays.copyOfRange(tokens, 0, 13));
      model.read(1, 13, Arrays.copyOfRange(tokens, 13, 14));
      assertClose(model.read(1, 14, Arrays.copyOfRange(tokens, 14, 40)), atOnce);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sequencesOfOneBatchDoNotSeeEachOther(TinyModel shape) {
    ModelFolder folder = shape.write(temp);
    int[] lengths = {3, 30, 1, 17};
    try (TorchModel model = load(folder)) {
      model.resize(5, 64);
      int vocabulary = model.vocabulary();
      int[] next = new int[lengths.length];
      for (int row = 0; row < lengths.length; row++) {
        int[] tokens = tokens(folder, lengths[row] + 1);
        model.read(row, 0, Arrays.copyOf(tokens, lengths[row]));
        next[row] = tokens[lengths[row]];
      }
      float[] together = model.decode(next, lengths);
      for (int row = 0; row < lengths.length; row++) {
        float[] alone = model.read(4, 0, tokens(folder, lengths[row] + 1));
        assertClose(Arrays.copyOfRange(together, row * vocabulary, (row + 1) * vocabulary), alone);
      }
    }
  }

  @Test
  void theCacheKeepsWhatFitsWhenItIsResizedAndMoved() {
    ModelFolder folder = TinyModel.QWEN.write(temp);
    int[] tokens = tokens(folder, 21);
    try (TorchModel model = load(folder)) {
      model.resize(2, 32);
      model.read(1, 0, Arrays.copyOf(tokens, 20));
      model.resize(4, 64);
      model.move(1, 3, 20);
      model.move(3, 0, 20);
      model.resize(1, 32);
      float[] moved = model.decode(new int[] {tokens[20]}, new int[] {20});
      assertClose(moved, model.read(0, 0, tokens));
    }
  }

  @Test
  void aCacheThatCannotGrowStaysAsItWas() {
    ModelFolder folder = TinyModel.LLAMA.write(temp);
    int[] tokens = tokens(folder, 21);
    try (TorchModel model = load(folder)) {
      model.resize(2, 32);
      model.read(1, 0, Arrays.copyOf(tokens, 20));
      model.move(1, 0, 20);
      assertThatThrownBy(() -> model.resize(1 << 20, 1 << 20)).isInstanceOf(RuntimeException.class);
      float[] next = model.decode(new int[] {tokens[20]}, new int[] {20});
      assertClose(next, model.read(1, 0, tokens));
    }
  }

  private static TorchModel load(ModelFolder folder) {
    return TorchModel.load(folder.config(), folder.weights(), Device.cpu());
  }

  private static float[][] plain(ModelFolder folder, int[] tokens) {
    try (NDManager manager = NDManager.newBaseManager()) {
      PlainLlama plain =
          new PlainLlama(folder.config(), PlainLlama.load(folder.weights(), manager), manager);
      NDArray ids = manager.create(tokens).reshape(new Shape(1, tokens.length));
      float[] all = plain.forward(ids).toFloatArray();
      int vocabulary = folder.config().vocabulary();
      float[][] rows = new float[tokens.length][];
      Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * vocabulary, (i + 1) * vocabulary));
      return rows;
    }
  }

  private static int[] tokens(ModelFolder folder, int count) {
    return new Random(count).ints(count, 0, folder.config().vocabulary()).toArray();
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("logit %d", i).isCloseTo(expected[i], within((float) EQUAL));
    }
  }
}
