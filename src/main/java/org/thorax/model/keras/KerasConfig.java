package org.thorax.model.keras;

import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.model.keras.config.KerasConfigReader;
import org.thorax.model.keras.config.KerasConfigWriter;
import org.thorax.model.keras.config.KerasGeneration;
import org.thorax.model.keras.layers.LayerGraph;

/** The JSON that a layer graph travels in with its network. */
final class KerasConfig {
  private KerasConfig() {}

  /** Keras 2's wording, or Keras 3's for what Keras 2 cannot say; empty when neither can. */
  static Optional<String> of(LayerGraph graph) {
    for (KerasGeneration generation : KerasGeneration.values()) {
      try {
        return Optional.of(KerasConfigWriter.write(graph, generation));
      } catch (ThoraxException e) {
        // The other generation may have a word for this layer.
      }
    }
    return Optional.empty();
  }

  /** The layer graph of a configuration; empty when it has layers that Thorax does not build. */
  static Optional<LayerGraph> read(String json) {
    try {
      LayerGraph graph = KerasConfigReader.read(json).graph();
      return graph.inputs().size() == 1 && graph.outputs().size() == 1
          ? Optional.of(graph)
          : Optional.empty();
    } catch (ThoraxException e) {
      return Optional.empty();
    }
  }
}
