package org.thorax.model.keras.layers;

import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;

/** The share of values that a layer sets to 0 in training, and the node that tells where. */
final class DropoutRate {
  private DropoutRate() {}

  static void check(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "expected a dropout rate from 0 to below 1, found %s.".formatted(rate));
    }
  }

  /** Writes an Identity and reports it. */
  static Output<TFloat32> emit(
      LayerEmission emission, Output<TFloat32> x, double rate, boolean spatial) {
    Output<TFloat32> same = emission.op("Identity", "Identity", x);
    emission.report(
        new EmittedGraph.DropoutNode(emission.layer(), same.op().name(), rate, spatial));
    return same;
  }
}
