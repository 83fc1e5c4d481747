package org.thorax.formats.jpeg2000;

import java.util.Arrays;

/**
 * The coefficients of code-blocks from their bit-planes (ITU T.800, annex D). Values are doubled,
 * so that the lowest bit holds the half by which what is not in the stream is guessed.
 */
final class BlockDecoder {
  private static final int BYPASS = 1;
  private static final int RESET = 2;
  private static final int TERMINATE_ALL = 4;
  private static final int CAUSAL = 8;
  private static final int SEGMENTATION = 32;

  private static final int STRIPE = 4;

  /** Passes before plain bits are used. */
  private static final int CODED_PASSES = 10;

  private static final int SIGNIFICANT = 1 << 12;
  private static final int REFINED = 1 << 13;
  private static final int VISITED = 1 << 14;

  private final MqDecoder in = new MqDecoder();
  private final int style;
  private final boolean causal;
  private Neighbours neighbours = new Neighbours(false, false);
  private int width;
  private int height;
  private int stride;
  private int[] flags = {};
  private int[] values = {};
  private boolean plain;

  BlockDecoder(int style) {
    this.style = style;
    causal = (style & CAUSAL) != 0;
  }

  /** How many passes belong to the segment that begins with a pass. */
  static int passesOfSegment(int style, int firstPass) {
    if ((style & TERMINATE_ALL) != 0) {
      return 1;
    }
    if ((style & BYPASS) == 0) {
      return Integer.MAX_VALUE;
    }
    if (firstPass < CODED_PASSES) {
      return CODED_PASSES - firstPass;
    }
    return (firstPass - CODED_PASSES) % 3 == 0 ? 2 : 1;
  }

  /** The doubled coefficients, row by row; overwritten by the next call. */
  int[] decode(CodeBlock block, Neighbours contexts) {
    neighbours = contexts;
    width = block.width();
    height = block.height();
    stride = width + 2;
    flags = cleared(flags, stride * (height + 2));
    values = cleared(values, width * height);
    in.resetContexts();
    byte[] data = block.data();
    int pass = 0;
    int at = 0;
    for (CodeBlock.Segment segment : block.segments()) {
      plain = (style & BYPASS) != 0 && pass >= CODED_PASSES && (pass - CODED_PASSES) % 3 < 2;
      if (plain) {
        in.beginPlain(data, at, at + segment.length());
      } else {
        in.begin(data, at, at + segment.length());
      }
      for (int i = 0; i < segment.passes(); i++, pass++) {
        pass(pass, block.planes() - (pass + 2) / 3);
      }
      at += segment.length();
    }
    return values;
  }

  private static int[] cleared(int[] array, int size) {
    if (array.length < size) {
      return new int[size];
    }
    Arrays.fill(array, 0, size, 0);
    return array;
  }

  /** One pass of the plane whose ones count {@code 1 << plane} in doubled values. */
  private void pass(int number, int plane) {
    int kind = (number + 2) % 3;
    for (int top = 0; top < height; top += STRIPE) {
      int bottom = Math.min(top + STRIPE, height);
      for (int x = 0; x < width; x++) {
        switch (kind) {
          case 0 -> significance(x, top, bottom, plane);
          case 1 -> refinement(x, top, bottom, plane);
          default -> cleanup(x, top, bottom, plane);
        }
      }
    }
    if (kind == 2 && (style & SEGMENTATION) != 0) {
      for (int i = 0; i < STRIPE; i++) {
        in.next(MqDecoder.UNIFORM);
      }
    }
    if ((style & RESET) != 0) {
      in.resetContexts();
    }
  }

  /** What a coefficient may know; in causal blocks nothing of the next stripe. */
  private int seen(int flag, int y) {
    boolean last = causal && y % STRIPE == STRIPE - 1;
    return last ? flag & ~Neighbours.BELOW : flag;
  }

  private void significance(int x, int top, int bottom, int plane) {
    int[] known = flags;
    int place = (top + 1) * stride + x + 1;
    for (int y = top; y < bottom; y++, place += stride) {
      int flag = known[place];
      if ((flag & SIGNIFICANT) != 0 || (flag & Neighbours.ANY) == 0) {
        continue;
      }
      int seen = seen(flag, y);
      if ((seen & Neighbours.ANY) == 0) {
        continue;
      }
      int bit = plain ? in.nextPlain() : in.next(neighbours.significance(seen));
      if (bit == 1) {
        becomeSignificant(place, x, y, seen, plane);
      }
      known[place] |= VISITED;
    }
  }

  private void refinement(int x, int top, int bottom, int plane) {
    int[] known = flags;
    int half = 1 << plane >> 1;
    int place = (top + 1) * stride + x + 1;
    for (int y = top; y < bottom; y++, place += stride) {
      int flag = known[place];
      if ((flag & (SIGNIFICANT | VISITED)) != SIGNIFICANT) {
        continue;
      }
      int bit = plain ? in.nextPlain() : in.next(refinementContext(seen(flag, y)));
      int change = bit == 1 ? half : -half;
      int at = y * width + x;
      values[at] += values[at] < 0 ? -change : change;
      known[place] = flag | REFINED;
    }
  }

  private static int refinementContext(int seen) {
    if ((seen & REFINED) != 0) {
      return MqDecoder.REFINEMENT + 2;
    }
    return MqDecoder.REFINEMENT + ((seen & Neighbours.ANY) == 0 ? 0 : 1);
  }

  private void cleanup(int x, int top, int bottom, int plane) {
    int y = top;
    boolean first = false;
    if (bottom - top == STRIPE && nothingKnown(x, top)) {
      if (in.next(MqDecoder.RUN) == 0) {
        return;
      }
      y += in.next(MqDecoder.UNIFORM) << 1;
      y += in.next(MqDecoder.UNIFORM);
      first = true;
    }
    int[] known = flags;
    int place = (y + 1) * stride + x + 1;
    for (; y < bottom; y++, place += stride) {
      int flag = known[place];
      if ((flag & (SIGNIFICANT | VISITED)) == 0) {
        int seen = seen(flag, y);
        if (first || in.next(neighbours.significance(seen)) == 1) {
          becomeSignificant(place, x, y, seen, plane);
        }
      }
      first = false;
    }
    int begin = (top + 1) * stride + x + 1;
    for (int i = begin; i < place; i += stride) {
      known[i] &= ~VISITED;
    }
  }

  private boolean nothingKnown(int x, int top) {
    int place = (top + 1) * stride + x + 1;
    int last = place + (STRIPE - 1) * stride;
    int all = flags[place] | flags[place + stride] | flags[last - stride];
    all |= seen(flags[last], STRIPE - 1);
    return (all & (SIGNIFICANT | VISITED | Neighbours.ANY)) == 0;
  }

  private void becomeSignificant(int place, int x, int y, int seen, int plane) {
    int sign = plain ? in.nextPlain() : in.next(Neighbours.sign(seen)) ^ Neighbours.inversion(seen);
    int oneAndHalf = 1 << plane | 1 << plane >> 1;
    values[y * width + x] = sign == 1 ? -oneAndHalf : oneAndHalf;
    flags[place] |= SIGNIFICANT;
    flags[place - stride - 1] |= Neighbours.SOUTH_EAST;
    flags[place - stride + 1] |= Neighbours.SOUTH_WEST;
    flags[place + stride - 1] |= Neighbours.NORTH_EAST;
    flags[place + stride + 1] |= Neighbours.NORTH_WEST;
    flags[place - stride] |= Neighbours.SOUTH | (sign == 1 ? Neighbours.SOUTH_NEGATIVE : 0);
    flags[place + stride] |= Neighbours.NORTH | (sign == 1 ? Neighbours.NORTH_NEGATIVE : 0);
    flags[place - 1] |= Neighbours.EAST | (sign == 1 ? Neighbours.EAST_NEGATIVE : 0);
    flags[place + 1] |= Neighbours.WEST | (sign == 1 ? Neighbours.WEST_NEGATIVE : 0);
  }
}
