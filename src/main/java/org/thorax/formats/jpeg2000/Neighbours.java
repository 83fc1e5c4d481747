package org.thorax.formats.jpeg2000;

/**
 * What a coefficient knows of itself and its eight neighbours, in the bits of a number, and the
 * contexts that follow from it (ITU T.800, annex D.3).
 */
final class Neighbours {
  static final int NORTH_EAST = 1;
  static final int SOUTH_EAST = 1 << 1;
  static final int SOUTH_WEST = 1 << 2;
  static final int NORTH_WEST = 1 << 3;
  static final int NORTH = 1 << 4;
  static final int EAST = 1 << 5;
  static final int SOUTH = 1 << 6;
  static final int WEST = 1 << 7;

  /** Any of the eight is significant. */
  static final int ANY = 0xff;

  static final int NORTH_NEGATIVE = 1 << 8;
  static final int EAST_NEGATIVE = 1 << 9;
  static final int SOUTH_NEGATIVE = 1 << 10;
  static final int WEST_NEGATIVE = 1 << 11;

  /** All that is known of the row below, which another stripe may not tell. */
  static final int BELOW = SOUTH_EAST | SOUTH_WEST | SOUTH | SOUTH_NEGATIVE;

  private static final int SIGN_SHIFT = 4;
  private static final int CASES = 256;

  /** By the bits of {@link #ANY}: the context of significance. */
  private final int[] significance = new int[CASES];

  /** By the four neighbours beside and their signs: the context of the sign, and its inversion. */
  private static final int[] SIGNS = new int[CASES];

  static {
    for (int bits = 0; bits < CASES; bits++) {
      int flags = bits << SIGN_SHIFT;
      int across = sign(flags, EAST, EAST_NEGATIVE) + sign(flags, WEST, WEST_NEGATIVE);
      int along = sign(flags, NORTH, NORTH_NEGATIVE) + sign(flags, SOUTH, SOUTH_NEGATIVE);
      SIGNS[bits] = signContext(Integer.signum(across), Integer.signum(along));
    }
  }

  /** The contexts in a subband that is high in these directions. */
  Neighbours(boolean highAcross, boolean highAlong) {
    for (int bits = 0; bits < CASES; bits++) {
      int across = Integer.bitCount(bits & (EAST | WEST));
      int along = Integer.bitCount(bits & (NORTH | SOUTH));
      int corners = Integer.bitCount(bits & (ANY - EAST - WEST - NORTH - SOUTH));
      if (highAcross && highAlong) {
        significance[bits] = diagonal(corners, across + along);
      } else {
        significance[bits] =
            highAcross ? straight(along, across, corners) : straight(across, along, corners);
      }
    }
  }

  /** The context of significance, 0 to 8. */
  int significance(int flags) {
    return significance[flags & ANY];
  }

  /** The context of the sign, 9 to 13. */
  static int sign(int flags) {
    return MqDecoder.SIGN + (SIGNS[flags >> SIGN_SHIFT & (CASES - 1)] >> 1);
  }

  /** 1 where the sign is coded inverted, 0 elsewhere. */
  static int inversion(int flags) {
    return SIGNS[flags >> SIGN_SHIFT & (CASES - 1)] & 1;
  }

  private static int sign(int flags, int significant, int negative) {
    if ((flags & significant) == 0) {
      return 0;
    }
    return (flags & negative) == 0 ? 1 : -1;
  }

  /** Table D.1, the first two columns. */
  private static int straight(int main, int other, int corners) {
    return switch (main) {
      case 2 -> 8;
      case 1 -> other > 0 ? 7 : corners > 0 ? 6 : 5;
      default -> other > 0 ? 2 + other : Math.min(corners, 2);
    };
  }

  /** Table D.1, the last column. */
  private static int diagonal(int corners, int beside) {
    return switch (corners) {
      case 0 -> Math.min(beside, 2);
      case 1 -> 3 + Math.min(beside, 2);
      case 2 -> beside > 0 ? 7 : 6;
      default -> 8;
    };
  }

  /** Table D.3: twice the context from the first, and the inversion. */
  private static int signContext(int across, int along) {
    boolean inverted = across < 0 || (across == 0 && along < 0);
    int main = inverted ? -across : across;
    int other = inverted ? -along : along;
    int context = main == 0 ? other : 3 + other;
    return 2 * context + (inverted ? 1 : 0);
  }
}
