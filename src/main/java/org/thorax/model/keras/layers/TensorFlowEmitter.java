package org.thorax.model.keras.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;

/**
 * Writes a layer graph as plain TensorFlow nodes in inference mode: no functions, one resource
 * variable per weight, read once, and only operations with a C++ gradient in TensorFlow.
 */
public final class TensorFlowEmitter {
  private TensorFlowEmitter() {}

  /**
   * Adds {@code model} to {@code graph}, which must not contain nodes with its names. Variables are
   * not initialized.
   *
   * @throws ThoraxException if the model does not have exactly one input and one output
   */
  public static EmittedGraph emit(LayerGraph model, Graph graph) {
    if (model.inputs().size() != 1 || model.outputs().size() != 1) {
      throw new ThoraxException(
          "Model '%s' has %d inputs and %d outputs; only models with one of each can be used."
              .formatted(model.name(), model.inputs().size(), model.outputs().size()));
    }
    Map<String, Shape> shapes = model.shapes();
    Map<String, Output<TFloat32>> outputs = new LinkedHashMap<>();
    List<LayerEmission> emissions = new ArrayList<>();
    for (Layer layer : model.layers()) {
      List<Shape> inputShapes = LayerGraph.inputShapes(layer, shapes);
      LayerEmission emission = new LayerEmission(graph, scope(model), layer, inputShapes);
      List<Output<TFloat32>> inputs = layer.inbound().stream().map(outputs::get).toList();
      outputs.put(layer.name(), layer.config().emit(emission, inputs));
      emissions.add(emission);
    }
    return new EmittedGraph(
        outputs.get(model.inputs().get(0)),
        outputs.get(model.outputs().get(0)),
        outputs,
        emissions.stream().flatMap(emission -> emission.variables().stream()).toList(),
        emissions.stream().flatMap(emission -> emission.batchNormalizations().stream()).toList(),
        emissions.stream().flatMap(emission -> emission.dropouts().stream()).toList());
  }

  /** A model's name is arbitrary, but a scope's is not. */
  private static String scope(LayerGraph model) {
    String scope = model.name().replaceAll("[^A-Za-z0-9_.\\-]", "_");
    return scope.matches("[A-Za-z0-9.].*") ? scope : "model" + scope;
  }
}
