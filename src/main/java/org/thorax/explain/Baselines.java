package org.thorax.explain;

import java.util.SplittableRandom;

/** Baseline maps that do not depend on the image. */
final class Baselines {
  private Baselines() {}

  /** Uniform random values on a coarse grid, enlarged like a feature map. */
  static SaliencyMap random(
      int coarseHeight, int coarseWidth, int height, int width, SplittableRandom random) {
    float[] values = new float[coarseHeight * coarseWidth];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return SaliencyMap.rectified(Grid.of(coarseHeight, coarseWidth, values), height, width);
  }

  /** A Gaussian hill in the centre, whose standard deviation is a quarter of each side. */
  static SaliencyMap centre(int height, int width) {
    float[] values = new float[height * width];
    for (int i = 0; i < values.length; i++) {
      double x = 4 * ((i % width + 0.5) / width - 0.5);
      int row = i / width;
      double y = 4 * ((row + 0.5) / height - 0.5);
      values[i] = (float) Math.exp(-(x * x + y * y) / 2);
    }
    return new SaliencyMap(Grid.of(height, width, values).dividedByMax());
  }
}
