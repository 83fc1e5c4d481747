package org.thorax.formats.jpeg2000;

import java.util.Arrays;

/** The arithmetic decoder (ITU T.800, annex C), and the bits of passes that go round it. */
final class MqDecoder {
  /** Contexts of significance are 0 to 8. */
  static final int SIGN = 9;

  static final int REFINEMENT = 14;
  static final int RUN = 17;
  static final int UNIFORM = 18;
  private static final int CONTEXTS = 19;

  private static final int FIRST_SIGNIFICANCE = 4;
  private static final int FIRST_RUN = 3;
  private static final int FIRST_UNIFORM = 46;

  /** Table C.2: probability, next state after the likely and after the unlikely symbol. */
  private static final int[][] STATES = {
    {0x5601, 1, 1}, {0x3401, 2, 6}, {0x1801, 3, 9}, {0x0ac1, 4, 12}, {0x0521, 5, 29},
    {0x0221, 38, 33}, {0x5601, 7, 6}, {0x5401, 8, 14}, {0x4801, 9, 14}, {0x3801, 10, 14},
    {0x3001, 11, 17}, {0x2401, 12, 18}, {0x1c01, 13, 20}, {0x1601, 29, 21}, {0x5601, 15, 14},
    {0x5401, 16, 14}, {0x5101, 17, 15}, {0x4801, 18, 16}, {0x3801, 19, 17}, {0x3401, 20, 18},
    {0x3001, 21, 19}, {0x2801, 22, 19}, {0x2401, 23, 20}, {0x2201, 24, 21}, {0x1c01, 25, 22},
    {0x1801, 26, 23}, {0x1601, 27, 24}, {0x1401, 28, 25}, {0x1201, 29, 26}, {0x1101, 30, 27},
    {0x0ac1, 31, 28}, {0x09c1, 32, 29}, {0x08a1, 33, 30}, {0x0521, 34, 31}, {0x0441, 35, 32},
    {0x02a1, 36, 33}, {0x0221, 37, 34}, {0x0141, 38, 35}, {0x0111, 39, 36}, {0x0085, 40, 37},
    {0x0049, 41, 38}, {0x0025, 42, 39}, {0x0015, 43, 40}, {0x0009, 44, 41}, {0x0005, 45, 42},
    {0x0001, 45, 43}, {0x5601, 46, 46}
  };

  private static final int[] PROBABILITY = column(0);
  private static final int[] AFTER_LIKELY = column(1);
  private static final int[] AFTER_UNLIKELY = column(2);

  private final int[] state = new int[CONTEXTS];
  private final int[] likely = new int[CONTEXTS];
  private byte[] data = {};
  private int at;
  private int end;
  private int code;
  private int interval;
  private int count;

  private static int[] column(int which) {
    return Arrays.stream(STATES).mapToInt(row -> row[which]).toArray();
  }

  /** Forgets what was learnt of the contexts (table D.7). */
  void resetContexts() {
    Arrays.fill(state, 0);
    Arrays.fill(likely, 0);
    state[0] = FIRST_SIGNIFICANCE;
    state[RUN] = FIRST_RUN;
    state[UNIFORM] = FIRST_UNIFORM;
  }

  /** Begins with a segment of arithmetic code. */
  void begin(byte[] bytes, int from, int to) {
    data = bytes;
    at = from;
    end = to;
    code = byteAt(at) << 16;
    nextByte();
    code <<= 7;
    count -= 7;
    interval = 0x8000;
  }

  /** Begins with a segment of plain bits (annex D.6). */
  void beginPlain(byte[] bytes, int from, int to) {
    data = bytes;
    at = from;
    end = to;
    code = 0;
    count = 0;
  }

  /** Behind a segment's end it is as if ones came for ever. */
  private int byteAt(int place) {
    return place < end ? data[place] & 0xff : 0xff;
  }

  private void nextByte() {
    if (byteAt(at) != 0xff) {
      at++;
      code += byteAt(at) << 8;
      count = 8;
    } else if (byteAt(at + 1) > 0x8f) {
      code += 0xff00;
      count = 8;
    } else {
      at++;
      code += byteAt(at) << 9;
      count = 7;
    }
  }

  /** The next decision in a context, 0 or 1. */
  int next(int context) {
    int now = state[context];
    int probability = PROBABILITY[now];
    int symbol = likely[context];
    interval -= probability;
    boolean unlikely;
    if (code >>> 16 < probability) {
      unlikely = interval >= probability;
      interval = probability;
    } else {
      code -= probability << 16;
      if ((interval & 0x8000) != 0) {
        return symbol;
      }
      unlikely = interval < probability;
    }
    if (unlikely) {
      // States 0, 6 and 14 are those in which the likely symbol changes.
      if (now == 0 || now == 6 || now == 14) {
        likely[context] = 1 - symbol;
      }
      symbol = 1 - symbol;
      state[context] = AFTER_UNLIKELY[now];
    } else {
      state[context] = AFTER_LIKELY[now];
    }
    renormalise();
    return symbol;
  }

  private void renormalise() {
    do {
      if (count == 0) {
        nextByte();
      }
      interval <<= 1;
      code <<= 1;
      count--;
    } while ((interval & 0x8000) == 0);
  }

  /** The next plain bit. */
  int nextPlain() {
    if (count == 0) {
      boolean stuffed = code == 0xff;
      code = byteAt(at);
      if (stuffed && code > 0x8f) {
        code = 0xff;
        count = 8;
      } else {
        at++;
        count = stuffed ? 7 : 8;
      }
    }
    count--;
    return code >> count & 1;
  }
}
