package dev.tocsin.inference.model;

import java.nio.ByteBuffer;

/** The number formats of weights that are read, by their names in safetensors files. */
public enum WeightType {
  /** IEEE single precision. */
  F32(4) {
    @Override
    float read(ByteBuffer from, int byteIndex) {
      return from.getFloat(byteIndex);
    }
  },
  /** IEEE half precision. */
  F16(2) {
    @Override
    float read(ByteBuffer from, int byteIndex) {
      return halfToFloat(from.getShort(byteIndex));
    }
  },
  /** The upper half of a single. */
  BF16(2) {
    @Override
    float read(ByteBuffer from, int byteIndex) {
      return Float.intBitsToFloat(from.getShort(byteIndex) << 16);
    }
  };

  private final int bytes;

  WeightType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one value. */
  public int bytes() {
    return bytes;
  }

  abstract float read(ByteBuffer from, int byteIndex);

  /** Widens a half, subnormal numbers, infinities and NaN included; exact. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float value = fraction * 0x1p-24f;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }
}
