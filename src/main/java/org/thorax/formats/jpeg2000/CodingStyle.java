package org.thorax.formats.jpeg2000;

import java.nio.ByteBuffer;

/**
 * How a tile is divided and coded (ITU T.800, annex A.6.1).
 *
 * @param progression order of its packets: 0 LRCP, 1 RLCP, 2 RPCL, 3 PCRL, 4 CPRL
 * @param layers of quality, at least 1
 * @param markersBefore whether markers may stand in front of packets
 * @param markersBehind whether markers stand behind the packets' headers
 * @param blocks how code-blocks are coded
 */
record CodingStyle(
    int progression, int layers, boolean markersBefore, boolean markersBehind, Blocks blocks) {
  private static final int PRECINCTS = 1;
  private static final int MARKERS_BEFORE = 2;
  private static final int MARKERS_BEHIND = 4;

  /**
   * How code-blocks are made and coded, which a component may have of its own.
   *
   * @param levels of the wavelet, 0 to 32
   * @param width power of two of a block's width
   * @param height power of two of its height
   * @param style flags of the passes
   * @param reversible whether the wavelet is of whole numbers
   * @param precincts by resolution, two powers of two: of the width in the lower four bits
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as values.
  record Blocks(int levels, int width, int height, int style, boolean reversible, int[] precincts) {
    private static final int MAX_LEVELS = 32;
    private static final int KNOWN_STYLES = 63;
    private static final int WHOLE = 0xff;

    /** Checks the standard's limits (table A.18). */
    Blocks {
      boolean sizes = width >= 2 && height >= 2 && width <= 10 && height <= 10;
      if (levels > MAX_LEVELS || !sizes || width + height > 12 || style > KNOWN_STYLES) {
        throw new IllegalArgumentException(
            String.format(
                "JPEG 2000 of %d levels, blocks of 2^%d x 2^%d and style %d",
                levels, width, height, style));
      }
    }

    static Blocks of(ByteBuffer in, boolean withPrecincts) {
      int levels = in.get() & 0xff;
      int width = (in.get() & 0xff) + 2;
      int height = (in.get() & 0xff) + 2;
      int style = in.get() & 0xff;
      int wavelet = in.get() & 0xff;
      if (wavelet > 1) {
        throw new IllegalArgumentException("a JPEG 2000 wavelet of number " + wavelet);
      }
      int[] precincts = new int[Math.min(levels, MAX_LEVELS) + 1];
      for (int i = 0; i < precincts.length; i++) {
        precincts[i] = withPrecincts ? in.get() & 0xff : WHOLE;
      }
      return new Blocks(levels, width, height, style, wavelet == 1, precincts);
    }

    int precinctWidth(int resolution) {
      return precincts[resolution] & 15;
    }

    int precinctHeight(int resolution) {
      return precincts[resolution] >> 4;
    }
  }

  /** Checks that there are layers and that the order is known. */
  CodingStyle {
    if (layers < 1 || progression > 4) {
      throw new IllegalArgumentException(
          "JPEG 2000 of " + layers + " layers in the order " + progression);
    }
  }

  /** Reads a COD segment behind its length. */
  static CodingStyle of(ByteBuffer in) {
    int flags = in.get();
    int progression = in.get() & 0xff;
    int layers = in.getShort() & 0xffff;
    // A transform of several components means nothing to one.
    in.get();
    return new CodingStyle(
        progression,
        layers,
        (flags & MARKERS_BEFORE) != 0,
        (flags & MARKERS_BEHIND) != 0,
        Blocks.of(in, (flags & PRECINCTS) != 0));
  }

  CodingStyle with(Blocks own) {
    return new CodingStyle(progression, layers, markersBefore, markersBehind, own);
  }
}
