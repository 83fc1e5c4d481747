package org.thorax.model.keras.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.thorax.ThoraxException;

/**
 * A Keras functional model, with the content of {@code model.get_config()}.
 *
 * @param name the model's name, which is the scope of its nodes
 * @param layers in any order, kept in the order of Keras' {@code model.layers}; layers without a
 *     path to an output are left out
 * @param inputs names of the input layers, in order
 * @param outputs names of the layers whose outputs are the model's, in order
 */
public record LayerGraph(
    String name, List<Layer> layers, List<String> inputs, List<String> outputs) {
  /**
   * @throws ThoraxException if a named layer is missing, layers form a cycle, or one of them does
   *     not accept its inputs
   */
  public LayerGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new ThoraxException("Model '%s' names no output layer.".formatted(name));
    }
    layers = LayerOrder.of(layers, inputs, outputs);
    shapes(layers);
  }

  /** The layer of this name. */
  public Layer layer(String layerName) {
    return layers.stream()
        .filter(layer -> layer.name().equals(layerName))
        .findFirst()
        .orElseThrow(
            () ->
                new ThoraxException(
                    "Model '%s' has no layer '%s'.".formatted(this.name, layerName)));
  }

  /** Each layer's output shape, in the layers' order. */
  public Map<String, Shape> shapes() {
    return shapes(layers);
  }

  /** All weights in the order of Keras' {@code model.weights}: layer by layer. */
  public List<WeightSpec> weights() {
    Map<String, Shape> shapes = shapes();
    return layers.stream()
        .flatMap(layer -> layer.weights(inputShapes(layer, shapes)).stream())
        .toList();
  }

  /** The number of parameters, including frozen ones and moving statistics. */
  public long parameters() {
    return weights().stream().mapToLong(weight -> weight.shape().size()).sum();
  }

  /** A copy with every layer frozen, like {@code model.trainable = False}. */
  public LayerGraph frozen() {
    return withTrainable(false);
  }

  /** A copy with no layer frozen, like {@code model.trainable = True}. */
  public LayerGraph unfrozen() {
    return withTrainable(true);
  }

  private LayerGraph withTrainable(boolean value) {
    return new LayerGraph(
        name, layers.stream().map(layer -> layer.withTrainable(value)).toList(), inputs, outputs);
  }

  static List<Shape> inputShapes(Layer layer, Map<String, Shape> shapes) {
    return layer.inbound().stream().map(shapes::get).toList();
  }

  private static Map<String, Shape> shapes(List<Layer> layers) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Layer layer : layers) {
      shapes.put(layer.name(), layer.outputShape(inputShapes(layer, shapes)));
    }
    return shapes;
  }
}
