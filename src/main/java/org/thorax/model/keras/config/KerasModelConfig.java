package org.thorax.model.keras.config;

import java.util.List;
import org.thorax.model.keras.layers.LayerGraph;

/**
 * The content of a Keras model configuration.
 *
 * @param graph the network; nested models are part of it, layer by layer
 * @param generation the Keras version that wrote it
 * @param layers the top level's layers in the file's order, including those without a path to an
 *     output
 * @param notes what training or exporting the model will not keep, one line each; predictions are
 *     not affected
 */
public record KerasModelConfig(
    LayerGraph graph, KerasGeneration generation, List<LayerTree> layers, List<String> notes) {
  public KerasModelConfig {
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }
}
