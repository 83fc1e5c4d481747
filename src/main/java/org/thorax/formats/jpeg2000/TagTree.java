package org.thorax.formats.jpeg2000;

import java.util.Arrays;

/** Numbers of code-blocks, told bit by bit where they differ (ITU T.800, annex B.10.2). */
final class TagTree {
  private final int[] widths;
  private final int[] begins;
  private final int[] values;
  private final int[] known;

  TagTree(int width, int height) {
    int levels = 1;
    for (int most = Math.max(width, height); most > 1; most = (most + 1) / 2) {
      levels++;
    }
    widths = new int[levels];
    begins = new int[levels];
    int nodes = 0;
    int across = width;
    int along = height;
    for (int i = 0; i < levels; i++) {
      widths[i] = across;
      begins[i] = nodes;
      nodes += across * along;
      across = (across + 1) / 2;
      along = (along + 1) / 2;
    }
    values = new int[nodes];
    known = new int[nodes];
    Arrays.fill(values, Integer.MAX_VALUE);
  }

  /** Whether the number at a place is below a limit; reads as many bits as that takes. */
  boolean isBelow(int x, int y, int limit, PacketBits in) {
    int least = 0;
    int node = 0;
    for (int level = widths.length - 1; level >= 0; level--) {
      node = begins[level] + (y >> level) * widths[level] + (x >> level);
      least = Math.max(least, known[node]);
      while (least < limit && least < values[node]) {
        if (in.next() == 1) {
          values[node] = least;
        } else {
          least++;
        }
      }
      known[node] = least;
    }
    return values[node] < limit;
  }
}
