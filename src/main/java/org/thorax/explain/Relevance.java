package org.thorax.explain;

/** Computes maps from plain arrays: from activations and gradients to a coarse grid. */
final class Relevance {
  private Relevance() {}

  /**
   * Grad-CAM before resizing and ReLU: the sum over channels of activation times the mean of the
   * gradient over all positions.
   *
   * @param activations of the layer
   * @param gradients of the target with respect to them, of the same shape
   */
  static Grid gradCam(Grid activations, Grid gradients) {
    return weighted(activations, meanGradients(gradients));
  }

  /** The mean of each channel over all positions. */
  static double[] meanGradients(Grid gradients) {
    double[] weights = new double[gradients.channels()];
    for (int i = 0; i < gradients.values().length; i++) {
      weights[i % weights.length] += gradients.values()[i];
    }
    int places = gradients.height() * gradients.width();
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= places;
    }
    return weights;
  }

  /**
   * Grad-CAM++ (equations 10 and 19 of the paper, with the exponential of the target as the score,
   * so that its higher derivatives are powers of the first): positive gradients times {@code g^2 /
   * (2 g^2 + sum(A) g^3)}, summed over all positions.
   */
  static Grid gradCamPlusPlus(Grid activations, Grid gradients) {
    int channels = activations.channels();
    double[] sums = new double[channels];
    for (int i = 0; i < activations.values().length; i++) {
      sums[i % channels] += activations.values()[i];
    }
    double[] weights = new double[channels];
    for (int i = 0; i < gradients.values().length; i++) {
      double g = gradients.values()[i];
      double denominator = 2 * g * g + sums[i % channels] * g * g * g;
      double alpha = denominator == 0 ? 0 : g * g / denominator;
      weights[i % channels] += alpha * Math.max(g, 0);
    }
    return weighted(activations, weights);
  }

  /**
   * The contribution of each position to the target with the following gates held fixed: the sum
   * over channels of activation times gradient.
   */
  static Grid contributions(Grid activations, Grid gradients) {
    int channels = activations.channels();
    float[] sums = new float[activations.height() * activations.width()];
    for (int place = 0; place < sums.length; place++) {
      double sum = 0;
      for (int k = 0; k < channels; k++) {
        int at = place * channels + k;
        sum += (double) activations.values()[at] * gradients.values()[at];
      }
      sums[place] = (float) sum;
    }
    return Grid.of(activations.height(), activations.width(), sums);
  }

  /**
   * The original project's contributions: the kernel's rows times the first channels.
   *
   * @param activations with at least {@code units} channels
   * @param kernel (units, classes) in C order
   */
  static Grid legacyContributions(Grid activations, float[] kernel, int classes, int classIndex) {
    int units = kernel.length / classes;
    double[] weights = new double[activations.channels()];
    for (int i = 0; i < units; i++) {
      weights[i] = kernel[i * classes + classIndex];
    }
    return weighted(activations, weights);
  }

  /** Each position's squared contribution: CRM's incremental mean squared error. */
  static Grid squared(Grid contributions) {
    return contributions.mapped(value -> value * value);
  }

  /** The sum of grids of one size. */
  static Grid sum(Iterable<Grid> grids) {
    Grid sum = null;
    for (Grid grid : grids) {
      if (sum == null) {
        sum = grid.mapped(value -> value);
      } else {
        for (int i = 0; i < grid.values().length; i++) {
          sum.values()[i] += grid.values()[i];
        }
      }
    }
    return sum;
  }

  private static Grid weighted(Grid activations, double[] weights) {
    int channels = activations.channels();
    float[] sums = new float[activations.height() * activations.width()];
    for (int place = 0; place < sums.length; place++) {
      double sum = 0;
      for (int k = 0; k < channels; k++) {
        sum += weights[k] * activations.values()[place * channels + k];
      }
      sums[place] = (float) sum;
    }
    return Grid.of(activations.height(), activations.width(), sums);
  }
}
