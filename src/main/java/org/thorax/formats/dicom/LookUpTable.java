package org.thorax.formats.dicom;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A look-up table (DICOM PS3.3, sections C.11.1 and C.11.2).
 *
 * @param first the value of the first entry, which smaller values use, too
 * @param bits of the entries, 8 to 16
 * @param entries the unsigned entries; larger values use the last one
 */
@SuppressWarnings("ArrayRecordComponent") // Up to 65,536 entries; never compared as values.
record LookUpTable(int first, int bits, int[] entries) {
  private static final int MAX_ENTRIES = 65_536;

  /**
   * The table in a sequence's item; empty if there is no item.
   *
   * @param signed whether values of the image are signed, and so the first value
   * @throws IllegalArgumentException if descriptor and data contradict each other
   */
  static Optional<LookUpTable> in(DicomDataSet elements, int sequence, boolean signed) {
    Optional<DicomDataSet> item = elements.item(sequence);
    if (item.isEmpty()) {
      return Optional.empty();
    }
    int count = required(item.get(), 0);
    int entries = count == 0 ? MAX_ENTRIES : count;
    int first = required(item.get(), 1);
    int bits = required(item.get(), 2);
    ByteBuffer data =
        item.get()
            .bytes(Tags.LUT_DATA)
            .orElseThrow(() -> new IllegalArgumentException("a look-up table without data"));
    // Tables of 8 bits may be packed.
    boolean packed = bits == 8 && data.remaining() < 2 * entries;
    if (bits < 8 || bits > 16 || data.remaining() < (packed ? entries : 2 * entries)) {
      throw new IllegalArgumentException(
          String.format(
              "a look-up table of %d entries of %d bits in %d bytes",
              entries, bits, data.remaining()));
    }
    int[] values = new int[entries];
    for (int i = 0; i < entries; i++) {
      values[i] =
          packed
              ? data.get(data.position() + i) & 0xff
              : data.getShort(data.position() + 2 * i) & 0xffff;
    }
    return Optional.of(new LookUpTable(signed ? (short) first : first, bits, values));
  }

  private static int required(DicomDataSet item, int index) {
    return item.number(Tags.LUT_DESCRIPTOR, index)
        .orElseThrow(() -> new IllegalArgumentException("a look-up table without descriptor"));
  }

  int of(double value) {
    double place = Math.min(Math.max(value - first, 0), entries.length - 1.0);
    return entries[(int) place];
  }

  /** The entry as a brightness, 0 to 1. */
  double brightness(double value) {
    return Math.min(1, of(value) / (double) ((1 << bits) - 1));
  }
}
