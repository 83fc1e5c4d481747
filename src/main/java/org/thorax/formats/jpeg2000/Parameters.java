package org.thorax.formats.jpeg2000;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the segments of a header say, of the whole file or of a tile (ITU T.800, annex A.6). */
final class Parameters {
  private static final int CODING = 0xff52;
  private static final int COMPONENT_CODING = 0xff53;
  private static final int QUANTIZATION = 0xff5c;
  private static final int COMPONENT_QUANTIZATION = 0xff5d;
  private static final int CHANGES = 0xff5f;
  private static final int CAPABILITIES = 0xff50;
  private static final int REGION = 0xff5e;
  private static final int PACKED_HEADERS = 0xff60;
  private static final int PACKED_TILE_HEADERS = 0xff61;
  private static final int CHANGE = 7;

  private final List<Progression.Part> changes = new ArrayList<>();
  private CodingStyle coding;
  private Quantization quantization;
  private boolean ownBlocks;
  private boolean ownQuantization;

  /** What a tile begins with: all that its file says. */
  Parameters ofTile() {
    Parameters tile = new Parameters();
    tile.changes.addAll(changes);
    tile.coding = coding;
    tile.quantization = quantization;
    return tile;
  }

  /**
   * Takes what a segment says; those that say nothing about pixels are passed over.
   *
   * @param in its content behind the length
   * @throws IllegalArgumentException for a kind of coding that is not read
   */
  void segment(int marker, ByteBuffer in) {
    switch (marker) {
      case CODING -> {
        CodingStyle found = CodingStyle.of(in);
        coding = ownBlocks ? found.with(coding.blocks()) : found;
      }
      case COMPONENT_CODING -> {
        require(coding != null, "coding");
        in.get();
        coding = coding.with(CodingStyle.Blocks.of(in, (in.get() & 1) != 0));
        ownBlocks = true;
      }
      case QUANTIZATION -> {
        if (!ownQuantization) {
          quantization = Quantization.of(in);
        }
      }
      case COMPONENT_QUANTIZATION -> {
        in.get();
        quantization = Quantization.of(in);
        ownQuantization = true;
      }
      case CHANGES -> {
        while (in.remaining() >= CHANGE) {
          changes.add(Progression.Part.of(in));
        }
      }
      case CAPABILITIES -> throw new IllegalArgumentException("High-Throughput JPEG 2000");
      case REGION -> throw new IllegalArgumentException("JPEG 2000 with a region of interest");
      case PACKED_HEADERS, PACKED_TILE_HEADERS ->
          throw new IllegalArgumentException("JPEG 2000 with packed packet headers");
      default -> {
        // Lengths, comments and the like.
      }
    }
  }

  CodingStyle coding() {
    require(coding != null, "coding");
    return coding;
  }

  Quantization quantization() {
    require(quantization != null, "quantization");
    return quantization;
  }

  /** The order of packets: the coding's own, or what replaces it. */
  List<Progression.Part> order() {
    return changes.isEmpty()
        ? List.of(
            new Progression.Part(0, coding().layers(), Integer.MAX_VALUE, coding().progression()))
        : changes;
  }

  private static void require(boolean there, String what) {
    if (!there) {
      throw new IllegalArgumentException("JPEG 2000 that does not say its " + what);
    }
  }
}
