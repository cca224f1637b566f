package dev.tocsin.inference.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One tensor of a weights file, memory-mapped.
 *
 * @param name its name in the file
 * @param type the format of its values
 * @param shape its dimensions, outermost first
 * @param bytes its values, little-endian, row by row
 */
public record Weight(String name, WeightType type, long[] shape, ByteBuffer bytes) {

  /** How many values it has. */
  public int size() {
    return bytes.limit() / type.bytes();
  }

  /** Its values as single-precision numbers in native order, for any type. */
  public ByteBuffer toFloats() {
    ByteBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = ByteBuffer.allocateDirect(size() * Float.BYTES).order(ByteOrder.nativeOrder());
    FloatBuffer floats = to.asFloatBuffer();
    if (type == WeightType.F32) {
      floats.put(from.asFloatBuffer());
      return to;
    }
    float[] row = new float[Math.min(size(), 4096)];
    for (int i = 0; i < size(); i += row.length) {
      int n = Math.min(row.length, size() - i);
      for (int k = 0; k < n; k++) {
        row[k] = type.read(from, (i + k) * type.bytes());
      }
      floats.put(row, 0, n);
    }
    return to;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weight w
        && name.equals(w.name)
        && type == w.type
        && Arrays.equals(shape, w.shape)
        && bytes.equals(w.bytes);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + " " + type + Arrays.toString(shape);
  }
}
