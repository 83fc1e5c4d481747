package org.thorax.model;

/**
 * The position of a dropout: an Identity node of a {@link FlatGraph}.
 *
 * @param node its name in the graph
 * @param rate share of values set to 0, in [0, 1); the others are divided by 1 - rate
 * @param spatial whether whole channels of a feature map are dropped (Keras' SpatialDropout2D)
 */
public record DropoutNode(String node, double rate, boolean spatial) {
  /** Checks the rate. */
  public DropoutNode {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "dropout rate of " + node + " must lie in [0, 1), found " + rate);
    }
  }
}
