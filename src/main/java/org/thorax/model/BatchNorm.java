package org.thorax.model;

/**
 * A FusedBatchNormV3 node (NHWC) of a {@link FlatGraph} and what only Keras knows about it.
 *
 * @param node its name in the graph
 * @param movingMean name of the variable
 * @param movingVariance name of the variable
 * @param momentum share of the old value in an update of the moving statistics, in [0, 1]; Keras'
 *     default is 0.99
 * @param besselCorrected whether Keras multiplies the batch variance by n/(n-1) before it enters
 *     the moving variance: true for Keras 2 on feature maps (fused), false for Keras 2 on vectors
 *     and for Keras 3
 * @param trainable Keras' {@code trainable} of the layer itself
 * @param inferenceMode whether the layer is called with {@code training=False}
 */
public record BatchNorm(
    String node,
    String movingMean,
    String movingVariance,
    double momentum,
    boolean besselCorrected,
    boolean trainable,
    boolean inferenceMode) {
  /** A batch norm that training computes from its batches. */
  public BatchNorm(
      String node,
      String movingMean,
      String movingVariance,
      double momentum,
      boolean besselCorrected) {
    this(node, movingMean, movingVariance, momentum, besselCorrected, true, false);
  }

  /** Checks the momentum. */
  public BatchNorm {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "momentum of " + node + " must lie in [0, 1], found " + momentum);
    }
  }

  /**
   * Whether training normalises by the batch's statistics and moves the moving ones: Keras' rule is
   * that a frozen batch norm, and one called with {@code training=False}, stay in inference mode.
   */
  public boolean followsBatches() {
    return trainable && !inferenceMode;
  }

  /** The same, not frozen; a call with {@code training=False} remains one. */
  BatchNorm unfrozen() {
    return new BatchNorm(
        node, movingMean, movingVariance, momentum, besselCorrected, true, inferenceMode);
  }

  /** The same in a graph where all names begin with {@code prefix}. */
  public BatchNorm within(String prefix) {
    return new BatchNorm(
        prefix + "/" + node,
        prefix + "/" + movingMean,
        prefix + "/" + movingVariance,
        momentum,
        besselCorrected,
        trainable,
        inferenceMode);
  }

  /** The layer's name: that of its moving mean without the last part. */
  public String layer() {
    return movingMean.substring(0, Math.max(0, movingMean.lastIndexOf('/')));
  }
}
