package org.thorax.formats.jpeg2000;

import java.util.Arrays;
import java.util.Set;

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

  /** The states in which the likely symbol changes after an unlikely one. */
  private static final Set<Integer> SWITCHING = Set.of(0, 6, 14);

  // By twice the state, and 1 more where the likely symbol is 1.
  private static final int[] PROBABILITY = new int[2 * STATES.length];
  private static final int[] AFTER_LIKELY = new int[2 * STATES.length];
  private static final int[] AFTER_UNLIKELY = new int[2 * STATES.length];

  static {
    for (int i = 0; i < PROBABILITY.length; i++) {
      int[] row = STATES[i / 2];
      int likely = i % 2;
      PROBABILITY[i] = row[0];
      AFTER_LIKELY[i] = 2 * row[1] + likely;
      AFTER_UNLIKELY[i] = 2 * row[2] + (SWITCHING.contains(i / 2) ? 1 - likely : likely);
    }
  }

  private final int[] states = new int[CONTEXTS];
  private byte[] data = {};
  private int at;
  private int end;
  private int code;
  private int interval;
  private int count;

  /** Forgets what was learnt of the contexts (table D.7). */
  void resetContexts() {
    Arrays.fill(states, 0);
    states[0] = 2 * FIRST_SIGNIFICANCE;
    states[RUN] = 2 * FIRST_RUN;
    states[UNIFORM] = 2 * FIRST_UNIFORM;
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
    int state = states[context];
    int probability = PROBABILITY[state];
    int rest = interval - probability;
    boolean likely;
    if (code >>> 16 < probability) {
      likely = rest < probability;
      interval = probability;
    } else {
      code -= probability << 16;
      interval = rest;
      if ((rest & 0x8000) != 0) {
        return state & 1;
      }
      likely = rest >= probability;
    }
    states[context] = likely ? AFTER_LIKELY[state] : AFTER_UNLIKELY[state];
    renormalise();
    return likely ? state & 1 : 1 - (state & 1);
  }

  private void renormalise() {
    int shift = Integer.numberOfLeadingZeros(interval) - 16;
    interval <<= shift;
    while (shift > 0) {
      if (count == 0) {
        nextByte();
      }
      int step = Math.min(shift, count);
      code <<= step;
      count -= step;
      shift -= step;
    }
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
