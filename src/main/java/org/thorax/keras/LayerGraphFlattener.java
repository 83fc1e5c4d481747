package org.thorax.keras;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.thorax.keras.config.KerasGeneration;
import org.thorax.keras.layers.EmittedGraph;
import org.thorax.keras.layers.LayerGraph;
import org.thorax.keras.layers.TensorFlowEmitter;
import org.thorax.keras.layers.WeightSpec;
import org.thorax.network.BatchNorm;
import org.thorax.network.Dropout;
import org.thorax.network.FlatGraph;
import org.thorax.network.Variable;

/** Writes a layer graph as a flat TensorFlow graph. */
final class LayerGraphFlattener {
  private LayerGraphFlattener() {}

  /** The flat graph of a model of Keras 2. */
  static FlatGraph flatten(LayerGraph model) {
    return flatten(model, KerasGeneration.KERAS_2);
  }

  /**
   * The flat graph of a model with one image input and one output of rank 2 or 4.
   *
   * @param generation whose rule moves the moving variance
   */
  static FlatGraph flatten(LayerGraph model, KerasGeneration generation) {
    try (Graph graph = new Graph()) {
      EmittedGraph emitted = TensorFlowEmitter.emit(model, graph);
      Output<TFloat32> output = emitted.output();
      Shape image = emitted.input().shape();
      int rank = output.shape().numDimensions();
      return new FlatGraph(
          model.name(),
          body(graph, emitted),
          name(emitted.input()),
          image.numDimensions() == 4 ? (int) image.get(1) : -1,
          image.numDimensions() == 4 ? (int) image.get(2) : -1,
          (int) image.get(image.numDimensions() - 1),
          name(output),
          rank,
          (int) output.shape().get(rank - 1),
          features(emitted),
          emitted.variables().stream().map(node -> variable(node.weight())).toList(),
          emitted.batchNormalizations().stream().map(node -> batchNorm(node, emitted, generation)).toList(),
          emitted.dropouts().stream()
              .map(node -> new Dropout(node.node(), node.rate(), node.spatial()))
              .toList());
    }
  }

  private static List<NodeDef> body(Graph graph, EmittedGraph emitted) {
    Set<String> ofVariables = new HashSet<>();
    for (EmittedGraph.VariableNode node : emitted.variables()) {
      ofVariables.add(node.weight().name());
      ofVariables.add(node.readNode());
    }
    return graph.toGraphDef().getNodeList().stream()
        .filter(node -> !ofVariables.contains(node.getName()))
        .toList();
  }

  /** The variable of a weight. */
  static Variable variable(WeightSpec weight) {
    List<Long> sizes = new ArrayList<>();
    for (long size : weight.shape().asArray()) {
      sizes.add(size);
    }
    return new Variable(weight.name(), sizes, weight.trainable(), weight.frozen());
  }

  private static BatchNorm batchNorm(
      EmittedGraph.BatchNormalizationNode node,
      EmittedGraph emitted,
      KerasGeneration generation) {
    // Keras 2 has a fused kernel for feature maps only, and only that one corrects the variance.
    boolean fused =
        generation == KerasGeneration.KERAS_2
            && emitted.layerOutputs().get(node.layer()).shape().numDimensions() == 4;
    return new BatchNorm(
        node.node(),
        node.movingMean(),
        node.movingVariance(),
        node.momentum(),
        fused,
        node.trainable(),
        node.inferenceMode());
  }

  private static Optional<String> features(EmittedGraph emitted) {
    return emitted.layerOutputs().values().stream()
        .filter(output -> output.shape().numDimensions() == 4)
        .reduce((first, second) -> second)
        .map(LayerGraphFlattener::name);
  }

  private static String name(Output<TFloat32> output) {
    return output.index() == 0 ? output.op().name() : output.op().name() + ":" + output.index();
  }
}
