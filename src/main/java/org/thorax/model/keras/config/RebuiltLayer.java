package org.thorax.model.keras.config;

import java.util.List;
import org.thorax.model.keras.layers.LayerConfig;

/**
 * A call as a layer.
 *
 * @param config what computes the same
 * @param inputs its tensors in order
 */
record RebuiltLayer(LayerConfig config, List<TensorReference> inputs) {
  /** A layer of the call's first argument. */
  static RebuiltLayer of(OperationCall call, LayerConfig config) {
    return new RebuiltLayer(config, OperationCall.tensors(call.first()));
  }
}
