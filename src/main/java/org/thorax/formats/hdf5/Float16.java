package org.thorax.formats.hdf5;

/** IEEE 754 binary16. */
final class Float16 {
  private Float16() {}

  /** The same value as a float. */
  static float toFloat(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> Float.intBitsToFloat(0x7F80_0000 | (fraction << 13));
          default -> Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
