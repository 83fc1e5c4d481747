package org.thorax.model.keras.layers;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;
import org.thorax.ThoraxException;

/**
 * Builds a functional model like Keras' functional API: {@code x = model.apply(layer, x)}. Not
 * thread-safe.
 */
public final class LayerGraphBuilder {
  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final Map<String, KerasTensor> tensors = new LinkedHashMap<>();
  private final LayerNames names = new LayerNames();

  /** An empty model. */
  public LayerGraphBuilder() {}

  /**
   * A model that begins with all layers of {@code graph}; automatic names continue its numbering.
   */
  public LayerGraphBuilder(LayerGraph graph) {
    Map<String, Shape> shapes = graph.shapes();
    for (Layer layer : graph.layers()) {
      layers.put(layer.name(), layer);
      tensors.put(layer.name(), new KerasTensor(layer.name(), shapes.get(layer.name())));
      names.observe(layer.name());
    }
  }

  /** An input of any batch size; {@link Shape#UNKNOWN_SIZE} for unknown sizes. */
  public KerasTensor input(long... sizesWithoutBatch) {
    return apply(new InputLayer(Shape.of(sizesWithoutBatch).prepend(Shape.UNKNOWN_SIZE)));
  }

  /** Calls a layer, which gets Keras' automatic name. */
  public KerasTensor apply(LayerConfig config, KerasTensor... inputs) {
    return add(names.next(config), config, inputs);
  }

  /** Calls a layer with a name. */
  public KerasTensor apply(String name, LayerConfig config, KerasTensor... inputs) {
    return add(name, config, inputs);
  }

  /**
   * The output of an existing layer.
   *
   * @throws ThoraxException if there is none of this name
   */
  public KerasTensor tensor(String layer) {
    KerasTensor tensor = tensors.get(layer);
    if (tensor == null) {
      throw new ThoraxException("The model has no layer '%s'.".formatted(layer));
    }
    return tensor;
  }

  /** The model with one output; its inputs are all input layers, in the order they were made. */
  public LayerGraph build(String modelName, KerasTensor output) {
    List<String> inputs =
        layers.values().stream()
            .filter(layer -> layer.config() instanceof InputLayer)
            .map(Layer::name)
            .toList();
    return new LayerGraph(modelName, List.copyOf(layers.values()), inputs, List.of(output.layer()));
  }

  private KerasTensor add(String name, LayerConfig config, KerasTensor... inputs) {
    List<String> inbound = Arrays.stream(inputs).map(KerasTensor::layer).toList();
    Layer layer = new Layer(name, config, inbound, true);
    Shape shape = layer.outputShape(Arrays.stream(inputs).map(KerasTensor::shape).toList());
    if (layers.put(name, layer) != null) {
      throw new ThoraxException(
          "Two layers are named '%s'; the names of a model's layers must differ.".formatted(name));
    }
    KerasTensor tensor = new KerasTensor(name, shape);
    tensors.put(name, tensor);
    return tensor;
  }
}
