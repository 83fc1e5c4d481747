package org.thorax.formats.jpeg2000;

import java.util.ArrayList;
import java.util.List;

/** Reads the packets of a tile into its code-blocks (ITU T.800, annexes B.9 and B.10). */
final class PacketReader {
  private static final int BEFORE = 0xff91;
  private static final int BEFORE_LENGTH = 6;
  private static final int BEHIND = 0xff92;

  /** What 32-bit numbers hold, doubled. */
  private static final int MAX_PLANES = 30;

  private static final int MAX_LENGTH_BITS = 31;

  private final byte[] data;
  private final CodingStyle style;
  private final boolean mayEnd;
  private int at;

  /** Bytes that a packet brings for a block. */
  private record Piece(CodeBlock block, int length) {}

  /**
   * @param mayEnd whether the last packets may be missing
   */
  PacketReader(byte[] data, CodingStyle style, boolean mayEnd) {
    this.data = data;
    this.style = style;
    this.mayEnd = mayEnd;
  }

  /**
   * Reads the next packet.
   *
   * @throws IllegalArgumentException when it is damaged or cut off
   */
  void read(Precinct precinct, int layer) {
    if (mayEnd && at == data.length) {
      return;
    }
    if (style.markersBefore() && marker() == BEFORE) {
      at += BEFORE_LENGTH;
    }
    PacketBits in = new PacketBits(data, at);
    List<Piece> pieces = new ArrayList<>();
    if (in.next() == 1) {
      for (Precinct.Part part : precinct.parts()) {
        for (int i = 0; i < part.blocks().size(); i++) {
          block(part, i, layer, in, pieces);
        }
      }
    }
    at = in.end();
    if (style.markersBehind() && marker() == BEHIND) {
      at += 2;
    }
    for (Piece piece : pieces) {
      if (piece.length() > data.length - at) {
        throw new IllegalArgumentException("JPEG 2000 packets that are cut off");
      }
      piece.block().append(data, at, piece.length());
      at += piece.length();
    }
  }

  private int marker() {
    return at + 1 < data.length ? (data[at] & 0xff) << 8 | (data[at + 1] & 0xff) : 0;
  }

  private void block(Precinct.Part part, int place, int layer, PacketBits in, List<Piece> pieces) {
    CodeBlock block = part.blocks().get(place);
    int x = place % part.across();
    int y = place / part.across();
    boolean included =
        block.isIncluded() ? in.next() == 1 : part.inclusion().isBelow(x, y, layer + 1, in);
    if (!included) {
      return;
    }
    if (!block.isIncluded()) {
      int missing = 0;
      while (!part.missingPlanes().isBelow(x, y, missing + 1, in)) {
        missing++;
      }
      block.planes(part.band().planes() - missing);
    }
    int passes = passes(in);
    boolean fits = block.planes() > 0 && block.planes() <= MAX_PLANES;
    if (!fits || block.passes() + passes > 3 * block.planes() - 2) {
      throw new IllegalArgumentException(
          String.format(
              "JPEG 2000 with %d passes of %d bit-planes",
              block.passes() + passes, block.planes()));
    }
    while (in.next() == 1) {
      block.addLengthBits(1);
    }
    lengths(block, passes, in, pieces);
  }

  /** The passes end in as many segments as the style wants, each with a length. */
  private void lengths(CodeBlock block, int passes, PacketBits in, List<Piece> pieces) {
    int left = passes;
    while (left > 0) {
      int first = segmentBegin(block.passes());
      int room = BlockDecoder.passesOfSegment(style.blocks().style(), first);
      int used = block.passes() - first;
      int more = Math.min(left, room == Integer.MAX_VALUE ? left : room - used);
      int bits = block.lengthBits() + Integer.SIZE - 1 - Integer.numberOfLeadingZeros(more);
      if (bits > MAX_LENGTH_BITS) {
        throw new IllegalArgumentException("JPEG 2000 with a length of " + bits + " bits");
      }
      int length = in.next(bits);
      block.add(more, length, used == 0);
      pieces.add(new Piece(block, length));
      left -= more;
    }
  }

  /** The first pass of the segment that a pass is in. */
  private int segmentBegin(int pass) {
    int begin = 0;
    while (true) {
      int room = BlockDecoder.passesOfSegment(style.blocks().style(), begin);
      if (room == Integer.MAX_VALUE || pass < begin + room) {
        return begin;
      }
      begin += room;
    }
  }

  /** Table B.4. */
  private static int passes(PacketBits in) {
    if (in.next() == 0) {
      return 1;
    }
    if (in.next() == 0) {
      return 2;
    }
    int few = in.next(2);
    if (few < 3) {
      return 3 + few;
    }
    int some = in.next(5);
    return some < 31 ? 6 + some : 37 + in.next(7);
  }
}
