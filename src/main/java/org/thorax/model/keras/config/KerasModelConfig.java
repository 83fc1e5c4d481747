package org.thorax.model.keras.config;

import java.util.List;
import org.thorax.model.keras.layers.LayerGraph;

/**
 * What a Keras model configuration says.
 *
 * @param graph the network; nested models are part of it, layer by layer
 * @param generation the Keras that worded it
 * @param layers the top level's layers in the file's order, those without a way to an output too
 * @param notes what training or writing the model again will not keep, one line each; its
 *     predictions are not concerned
 */
public record KerasModelConfig(
    LayerGraph graph, KerasGeneration generation, List<LayerTree> layers, List<String> notes) {
  public KerasModelConfig {
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }
}
