package org.thorax.formats.dicom;

import java.util.Arrays;

/** A table of JPEG's Huffman codes (ITU T.81, annex C). */
final class HuffmanCode {
  private static final int LONGEST = 16;
  private static final int QUICK = 9;

  private final byte[] values;

  /** By length: the code behind the last, put to the left of 16 bits; 0 where there is none. */
  private final int[] limits = new int[LONGEST + 1];

  /** By length: what leads from a code to its place among the values. */
  private final int[] offsets = new int[LONGEST + 1];

  /** By the first bits: the length of the code and its value; 0 for longer codes. */
  private final short[] quick = new short[1 << QUICK];

  /**
   * @param counts of the codes with 1 to 16 bits
   * @param values of the codes, by rising code
   * @throws IllegalArgumentException when there are more codes than their lengths allow
   */
  HuffmanCode(int[] counts, byte[] values) {
    this.values = values.clone();
    int code = 0;
    int place = 0;
    for (int length = 1; length <= LONGEST; length++) {
      int count = counts[length - 1];
      if (code + count > 1 << length || place + count > values.length) {
        throw new IllegalArgumentException("a JPEG Huffman table that is none");
      }
      offsets[length] = place - code;
      for (int i = 0; i < count && length <= QUICK; i++) {
        int from = (code + i) << (QUICK - length);
        short entry = (short) (length << 8 | (values[place + i] & 0xff));
        Arrays.fill(quick, from, from + (1 << (QUICK - length)), entry);
      }
      code += count;
      place += count;
      limits[length] = count == 0 ? 0 : code << (LONGEST - length);
      code <<= 1;
    }
  }

  /**
   * Reads a code and gives its value, 0 to 255.
   *
   * @throws IllegalArgumentException when there is no such code
   */
  int next(EntropyBits in) {
    int ahead = in.ahead(LONGEST);
    int entry = quick[ahead >> (LONGEST - QUICK)];
    if (entry != 0) {
      in.skip(entry >> 8);
      return entry & 0xff;
    }
    for (int length = QUICK + 1; length <= LONGEST; length++) {
      if (ahead < limits[length]) {
        in.skip(length);
        return values[offsets[length] + (ahead >> (LONGEST - length))] & 0xff;
      }
    }
    throw new IllegalArgumentException("a JPEG Huffman code that is in no table");
  }
}
