package org.thorax.formats.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds little-endian fields. */
final class LittleEndianWriter {
  private byte[] bytes = new byte[256];
  private int size;

  int size() {
    return size;
  }

  /** The lowest {@code count} bytes of {@code value}. */
  LittleEndianWriter number(long value, int count) {
    grow(count);
    for (int i = 0; i < count; i++) {
      bytes[size++] = (byte) (i < 8 ? value >> (8 * i) : 0);
    }
    return this;
  }

  LittleEndianWriter u8(int... values) {
    for (int value : values) {
      number(value, 1);
    }
    return this;
  }

  LittleEndianWriter u16(int value) {
    return number(value, 2);
  }

  LittleEndianWriter u32(long value) {
    return number(value, 4);
  }

  LittleEndianWriter u64(long value) {
    return number(value, 8);
  }

  LittleEndianWriter ascii(String text) {
    return all(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  LittleEndianWriter all(byte[] values) {
    grow(values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
    return this;
  }

  LittleEndianWriter all(LittleEndianWriter other) {
    return all(other.toArray());
  }

  /** Zeros up to a multiple of {@code unit}. */
  LittleEndianWriter pad(int unit) {
    return number(0, (unit - size % unit) % unit);
  }

  /** HDF5's checksum of all bytes so far. */
  LittleEndianWriter checksum() {
    return u32(Lookup3.hash(toArray()));
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void grow(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
    }
  }
}
