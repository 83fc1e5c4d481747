package org.thorax.network;

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
 */
public record BatchNorm(
    String node,
    String movingMean,
    String movingVariance,
    double momentum,
    boolean besselCorrected) {
  /** Checks the momentum. */
  public BatchNorm {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "momentum of " + node + " must lie in [0, 1], found " + momentum);
    }
  }

  /** The layer's name: that of its moving mean without the last part. */
  public String layer() {
    return movingMean.substring(0, Math.max(0, movingMean.lastIndexOf('/')));
  }
}
