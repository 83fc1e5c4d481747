package org.thorax.model.keras;

import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.model.keras.config.KerasConfigReader;
import org.thorax.model.keras.config.KerasConfigWriter;
import org.thorax.model.keras.config.KerasGeneration;
import org.thorax.model.keras.layers.LayerGraph;

/** The JSON of a network's layer graph. */
final class KerasConfig {
  private KerasConfig() {}

  /**
   * The JSON of Keras 2, or of Keras 3 for layers that Keras 2 does not have; empty if neither has
   * them.
   */
  static Optional<String> of(LayerGraph graph) {
    for (KerasGeneration generation : KerasGeneration.values()) {
      try {
        return Optional.of(KerasConfigWriter.write(graph, generation));
      } catch (ThoraxException e) {
        // The other Keras version may have this layer.
      }
    }
    return Optional.empty();
  }

  /** The layer graph of a configuration; empty if it has layers that Thorax does not build. */
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
