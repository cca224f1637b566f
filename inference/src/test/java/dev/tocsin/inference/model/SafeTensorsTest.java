package dev.tocsin.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafeTensorsTest {

  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource
  void givesBackWhatWasWritten(WeightType type) throws IOException {
    byte[] bytes = new byte[6 * type.bytes()];
    new Random(1).nextBytes(bytes);
    Weight a = new Weight("a", type, new long[] {2, 3}, ByteBuffer.wrap(bytes));
    Weight empty = new Weight("b", type, new long[] {0, 7}, ByteBuffer.allocate(0));
    Path file = temp.resolve("x.safetensors");

    SafeTensors.write(file, List.of(a, empty));
    Map<String, Weight> read = SafeTensors.read(file);

    assertThat(read).containsExactly(Map.entry("a", a), Map.entry("b", empty));
  }

  @ParameterizedTest
  @CsvSource({
    "0x3C00, 1",
    "0xC000, -2",
    "0x7BFF, 65504",
    "0x0001, 5.9604645E-8",
    "0x83FF, -6.097555E-5",
    "0x7C00, Infinity",
    "0x8000, -0.0",
    "0x3555, 0.33325195"
  })
  void widensHalves(int half, float expected) {
    assertThat(WeightType.halfToFloat((short) half)).isEqualTo(expected);
  }

  @Test
  void widensAllTypes() {
    ByteBuffer two = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    two.putShort((short) 0x3FC0).putShort((short) 0xC040).flip();
    Weight weight = new Weight("w", WeightType.BF16, new long[] {2}, two);
    assertThat(weight.toFloats().asFloatBuffer().get(0)).isEqualTo(1.5f);
    assertThat(weight.toFloats().asFloatBuffer().get(1)).isEqualTo(-3f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | has 4 bytes for F32[2]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}} | outside the 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | outside the 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | -2 where a size",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387905,4],\"data_offsets\":[0,8]}} | has 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"x\"],\"data_offsets\":[0,8]}} | \"x\" where a size",
        "{\"a\":{\"dtype\":\"I8\",\"shape\":[8],\"data_offsets\":[0,8]}} | is I8, which is not",
        "{\"a\":3} | is , which is not",
        "[] | must be a JSON object",
        "{\"a\": | header is not JSON",
      })
  void refusesWhatIsDamaged(String header, String expected) throws IOException {
    byte[] json = header.strip().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(16 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    assertRefused(bytes.array(), expected.strip());
  }

  @Test
  void refusesLengthsThatCannotBe() throws IOException {
    assertRefused(new byte[5], "it has 5 bytes");
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    assertRefused(length.putLong(0, 1000).array(), "should take 1000 of the file's 8 bytes");
    assertRefused(length.putLong(0, -1).array(), "should take -1 of the file's 8 bytes");
  }

  @Test
  void neverCrashesOnNoise() throws IOException {
    Path file = temp.resolve("noise.safetensors");
    Weight weight = new Weight("a", WeightType.F32, new long[] {2, 2}, ByteBuffer.allocate(16));
    SafeTensors.write(file, List.of(weight));
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      Files.write(file, bad);
      try {
        SafeTensors.read(file).values().forEach(Weight::toFloats);
      } catch (ModelException e) {
        assertThat(e).hasMessageContaining("noise.safetensors");
      }
    }
  }

  private void assertRefused(byte[] bytes, String expected) throws IOException {
    Path file = temp.resolve("bad.safetensors");
    Files.write(file, bytes);
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("bad.safetensors")
        .hasMessageContaining(expected);
  }
}
