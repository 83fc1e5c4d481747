package org.thorax.formats.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The layout of a pixel.
 *
 * @param allocated bits of a pixel: 8 or 16
 * @param stored number of used bits, at most {@code allocated}
 * @param high its highest bit, counted from 0
 * @param signed whether values are in two's complement
 */
record PixelFormat(int allocated, int stored, int high, boolean signed) {
  /** Checks that the bits fit. */
  PixelFormat {
    boolean fits = stored >= 1 && high >= stored - 1 && high < allocated;
    if ((allocated != 8 && allocated != 16) || !fits) {
      throw new IllegalArgumentException(
          String.format(
              "pixels of %d bits, %d stored up to bit %d (8 or 16 are read)",
              allocated, stored, high));
    }
  }

  int bytes() {
    return allocated / 8;
  }

  /** The smallest value that can be stored. */
  int least() {
    return signed ? -(1 << (stored - 1)) : 0;
  }

  /** The number of values that can be stored. */
  int values() {
    return 1 << stored;
  }

  /** The first {@code count} pixels, which {@code data} must have. */
  int[] read(ByteBuffer data, int count, boolean words) {
    // In words of a big-endian file, pairs of bytes are swapped (PS3.5, section 8.1.2).
    int swap = allocated == 8 && words && data.order() == ByteOrder.BIG_ENDIAN ? 1 : 0;
    int shift = high + 1 - stored;
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      int raw =
          allocated == 8
              ? data.get(data.position() + Math.min(i ^ swap, data.remaining() - 1)) & 0xff
              : data.getShort(data.position() + 2 * i) & 0xffff;
      values[i] = value(raw >> shift);
    }
    return values;
  }

  private int value(int raw) {
    int masked = raw & (values() - 1);
    return signed && masked >= values() / 2 ? masked - values() : masked;
  }
}
