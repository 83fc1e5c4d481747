package org.thorax.formats.jpeg2000;

import java.util.ArrayList;
import java.util.List;

/** A part of a resolution whose packets go together (ITU T.800, annex B.6). */
final class Precinct {
  private final int left;
  private final int top;
  private final List<Part> parts = new ArrayList<>();
  private int layersTaken;

  /**
   * The code-blocks of one subband.
   *
   * @param band that they are of
   * @param across blocks side by side
   * @param blocks row by row
   * @param inclusion in which layer each begins
   * @param missingPlanes how many bit-planes each lacks
   */
  record Part(
      Subband band, int across, List<CodeBlock> blocks, TagTree inclusion, TagTree missingPlanes) {}

  /**
   * @param left where it begins in the image
   * @param top where it begins in the image
   */
  Precinct(int left, int top) {
    this.left = left;
    this.top = top;
  }

  int left() {
    return left;
  }

  int top() {
    return top;
  }

  List<Part> parts() {
    return parts;
  }

  /** Whether the packet of a layer is the next; then it counts as read. */
  boolean takes(int layer) {
    if (layer != layersTaken) {
      return false;
    }
    layersTaken++;
    return true;
  }

  /** Adds the blocks that part of a subband is divided into. */
  void add(Subband band, Area area, int blockWidth, int blockHeight, Budget budget) {
    if (area.isEmpty()) {
      return;
    }
    int firstColumn = area.left() >> blockWidth;
    int firstRow = area.top() >> blockHeight;
    int across = Area.up(area.right(), blockWidth) - firstColumn;
    int along = Area.up(area.bottom(), blockHeight) - firstRow;
    budget.take((long) across * along);
    List<CodeBlock> blocks = new ArrayList<>(across * along);
    for (int y = firstRow; y < firstRow + along; y++) {
      for (int x = firstColumn; x < firstColumn + across; x++) {
        Area block =
            new Area(
                x << blockWidth, y << blockHeight, (x + 1) << blockWidth, (y + 1) << blockHeight);
        blocks.add(new CodeBlock(block.common(area)));
      }
    }
    parts.add(
        new Part(band, across, blocks, new TagTree(across, along), new TagTree(across, along)));
  }
}
