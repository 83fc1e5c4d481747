package org.thorax.model.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;
import org.thorax.model.BatchNorm;
import org.thorax.model.DropoutNode;
import org.thorax.model.FlatGraph;
import org.thorax.model.FunctionLibrary;
import org.thorax.model.ImageAxes;
import org.thorax.model.ImagePlaceholder;
import org.thorax.model.TrainingLayers;
import org.thorax.model.Variable;
import org.thorax.model.keras.config.KerasGeneration;
import org.thorax.model.keras.layers.EmittedGraph;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.TensorFlowEmitter;
import org.thorax.model.keras.layers.WeightSpec;

/** Writes a layer graph as a flat TensorFlow graph. */
final class LayerGraphFlattener {
  private LayerGraphFlattener() {}

  /** The flat graph of layers of Keras 2 with one input, an image or a feature map. */
  static FlatGraph flatten(LayerGraph model) {
    return flatten(model, KerasGeneration.KERAS_2);
  }

  /**
   * The flat graph of a model with one image input and one output of rank 2 or 4.
   *
   * @param generation the Keras version whose rule updates the moving variance
   */
  static FlatGraph flatten(LayerGraph model, KerasGeneration generation) {
    try (Graph graph = new Graph()) {
      EmittedGraph emitted = TensorFlowEmitter.emit(model, graph);
      String input = name(emitted.input());
      Shape shape = emitted.input().shape();
      return flat(model, graph, emitted, new Body(input, shape, body(graph, emitted)), generation);
    }
  }

  /**
   * The flat graph of a whole model, which takes (batch, height, width, channels) whatever the
   * order of the model's own input.
   *
   * @throws ThoraxException if the input is not an image of 1 or 3 channels
   */
  static FlatGraph flattenForImages(LayerGraph model, KerasGeneration generation) {
    try (Graph graph = new Graph()) {
      EmittedGraph emitted = TensorFlowEmitter.emit(model, graph);
      List<Long> sizes = Arrays.stream(emitted.input().shape().asArray()).boxed().toList();
      ImagePlaceholder images =
          ImagePlaceholder.of(sizes)
              .orElseThrow(
                  () ->
                      new ThoraxException(
                          "Expected an image input (batch, height, width, 1 or 3 channels) in model '%s', found %s; Thorax reads models with one image input."
                              .formatted(model.name(), sizes)));
      String own = name(emitted.input());
      boolean asTheyAre = images.layout() == ImagePlaceholder.Layout.CHANNELS_LAST;
      String input = asTheyAre ? own : own + "/images";
      List<NodeDef> nodes = new ArrayList<>(images.nodes(input, own));
      body(graph, emitted).stream().filter(node -> !node.getName().equals(own)).forEach(nodes::add);
      Shape taken = Shape.of(images.sizes().stream().mapToLong(Long::longValue).toArray());
      return flat(model, graph, emitted, new Body(input, taken, nodes), generation);
    }
  }

  /** The nodes, the name of the placeholder among them, and its shape. */
  private record Body(String input, Shape image, List<NodeDef> nodes) {}

  private static FlatGraph flat(
      LayerGraph model, Graph graph, EmittedGraph emitted, Body body, KerasGeneration generation) {
    String input = body.input();
    Shape image = body.image();
    List<NodeDef> nodes = body.nodes();
    Output<TFloat32> output = emitted.output();
    int rank = output.shape().numDimensions();
    ImageAxes axes =
        new ImageAxes(nodes, input, node -> node.equals(input) ? image : shape(graph, node));
    if (rank == 4 && axes.isMoved(name(output))) {
      throw new ThoraxException(
          "Expected feature maps of (batch, height, width, channels) from model '%s', found their axes in another order; save the model with its channels last."
              .formatted(model.name()));
    }
    return new FlatGraph(
        model.name(),
        new FlatGraph.Body(nodes, FunctionLibrary.NONE),
        new FlatGraph.Input(
            input,
            image.numDimensions() == 4 ? (int) image.get(1) : -1,
            image.numDimensions() == 4 ? (int) image.get(2) : -1,
            (int) image.get(image.numDimensions() - 1)),
        new FlatGraph.Output(
            name(output), rank, (int) output.shape().get(rank - 1), features(emitted, axes)),
        emitted.variables().stream().map(node -> variable(node.weight())).toList(),
        new TrainingLayers(
            emitted.batchNormalizations().stream()
                .map(node -> batchNorm(node, emitted, generation))
                .toList(),
            emitted.dropouts().stream()
                .map(node -> new DropoutNode(node.node(), node.rate(), node.spatial()))
                .toList()));
  }

  private static Shape shape(Graph graph, String node) {
    GraphOperation operation = graph.operation(node);
    return operation == null || operation.numOutputs() == 0
        ? Shape.unknown()
        : operation.output(0).shape();
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
      EmittedGraph.BatchNormalizationNode node, EmittedGraph emitted, KerasGeneration generation) {
    // Keras 2 has a fused kernel only for feature maps, and only this kernel corrects the variance.
    boolean fused =
        generation == KerasGeneration.KERAS_2
            && emitted.layerOutputs().get(node.layer()).shape().numDimensions() == 4;
    return new BatchNorm(
        node.node(),
        new BatchNorm.Moving(node.moving().mean(), node.moving().variance()),
        node.momentum(),
        fused,
        node.trainable(),
        node.inferenceMode());
  }

  private static Optional<String> features(EmittedGraph emitted, ImageAxes axes) {
    return emitted.layerOutputs().values().stream()
        .map(LayerGraphFlattener::name)
        .filter(axes::isMap)
        .reduce((first, second) -> second);
  }

  private static String name(Output<TFloat32> output) {
    return output.index() == 0 ? output.op().name() : output.op().name() + ":" + output.index();
  }
}
