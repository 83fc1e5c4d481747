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
  private static final int WORD = 0xffff;

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

  /**
   * The pixels that a decoder gives, signed or not as the decoder likes.
   *
   * @param samples of {@code precision} bits; changed in place, as films are large
   * @param clamped whether values beyond those that can be stored become the nearest one, as a
   *     lossy compression overshoots; the bits above count as foreign otherwise
   * @throws IllegalArgumentException when samples have more bits than pixels
   */
  int[] of(int[] samples, int precision, boolean clamped) {
    if (precision < 1 || precision > allocated) {
      throw new IllegalArgumentException(
          String.format("samples of %d bits where pixels have %d", precision, allocated));
    }
    int shift = high + 1 - stored;
    int unused = Integer.SIZE - precision;
    for (int i = 0; i < samples.length; i++) {
      int left = samples[i] << unused;
      int sample = signed ? left >> unused : left >>> unused;
      samples[i] =
          clamped && shift == 0
              ? Math.min(Math.max(sample, least()), least() + values() - 1)
              : value((sample & WORD) >> shift);
    }
    return samples;
  }

  private int value(int raw) {
    int masked = raw & (values() - 1);
    return signed && masked >= values() / 2 ? masked - values() : masked;
  }
}
