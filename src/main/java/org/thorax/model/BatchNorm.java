package org.thorax.model;

/**
 * A FusedBatchNormV3 node (NHWC) of a {@link FlatGraph}, with the Keras settings that the node does
 * not have.
 *
 * @param node its name in the graph
 * @param moving its moving statistics
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
    Moving moving,
    double momentum,
    boolean besselCorrected,
    boolean trainable,
    boolean inferenceMode) {
  /** The names of the variables of the moving mean and the moving variance. */
  public record Moving(String mean, String variance) {}

  /** Checks the momentum. */
  public BatchNorm {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "momentum of " + node + " must lie in [0, 1], found " + momentum);
    }
  }

  /**
   * Whether training normalises by the batch's statistics and updates the moving ones: as in Keras,
   * a batch norm that is frozen or called with {@code training=False} stays in inference mode.
   */
  public boolean followsBatches() {
    return trainable && !inferenceMode;
  }

  /** A copy that is not frozen; it is still called with {@code training=False} if it was. */
  BatchNorm unfrozen() {
    return new BatchNorm(node, moving, momentum, besselCorrected, true, inferenceMode);
  }

  /** A copy for a graph whose names begin with {@code prefix}. */
  public BatchNorm within(String prefix) {
    return new BatchNorm(
        prefix + "/" + node,
        new Moving(prefix + "/" + moving.mean, prefix + "/" + moving.variance),
        momentum,
        besselCorrected,
        trainable,
        inferenceMode);
  }

  /** The layer's name: that of its moving mean without the last part. */
  public String layer() {
    return moving.mean.substring(0, Math.max(0, moving.mean.lastIndexOf('/')));
  }
}
