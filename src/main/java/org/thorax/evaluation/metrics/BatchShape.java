package org.thorax.evaluation.metrics;

/** Checks the shape of the arrays. */
final class BatchShape {
  private BatchShape() {}

  static void check(float[] labels, float[] scores, int cells, int classes) {
    if (cells < 0 || cells > labels.length || cells > scores.length || cells % classes != 0) {
      throw new IllegalArgumentException(
          "A batch has rows x "
              + classes
              + " labels and as many scores, not "
              + labels.length
              + " labels, "
              + scores.length
              + " scores and "
              + cells
              + " cells");
    }
    if (cells == labels.length && labels.length != scores.length) {
      throw new IllegalArgumentException(
          labels.length + " labels do not belong to " + scores.length + " scores");
    }
  }
}
