package org.thorax.model.keras.savedmodel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.FlatGraph;
import org.thorax.model.FunctionLibrary;
import org.thorax.model.ImageAxes;
import org.thorax.model.NodeDefs;
import org.thorax.model.Variable;

/** The shapes of a flat graph's tensors, from TensorFlow's shape inference. */
final class GraphShapes {
  /** The end of the search for a feature map. */
  private static final Set<String> ENDS = Set.of("Placeholder", "Shape");

  private final Map<String, Shape> shapes;

  private GraphShapes(Map<String, Shape> shapes) {
    this.shapes = shapes;
  }

  /** Infers the shapes; throws IllegalArgumentException if the nodes do not fit together. */
  static GraphShapes of(List<NodeDef> nodes, List<Variable> variables, FunctionLibrary functions) {
    GraphDef.Builder graphDef = GraphDef.newBuilder().setLibrary(functions.proto());
    for (Variable variable : variables) {
      graphDef.addNode(NodeDefs.placeholder(variable.read(), DataType.DT_FLOAT, variable.shape()));
    }
    graphDef.addAllNode(nodes);
    graphDef.getVersionsBuilder().setProducer(1994).setMinConsumer(12);
    Map<String, Shape> shapes = new HashMap<>();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(graphDef.build());
      for (Iterator<GraphOperation> all = graph.operations(); all.hasNext(); ) {
        GraphOperation operation = all.next();
        for (int i = 0; i < operation.numOutputs(); i++) {
          shapes.put(
              i == 0 ? operation.name() : operation.name() + ":" + i, operation.output(i).shape());
        }
      }
    }
    return new GraphShapes(shapes);
  }

  /** The rank of a tensor, -1 if unknown. */
  int rank(String tensor) {
    return shape(tensor).numDimensions();
  }

  /** The size of a tensor's last axis, -1 if unknown. */
  int lastSize(String tensor) {
    int rank = rank(tensor);
    return rank < 1 ? -1 : (int) shape(tensor).get(rank - 1);
  }

  String describe(String tensor) {
    return shape(tensor).toString();
  }

  /** The rank of every node's first output. */
  Map<String, Integer> ranks() {
    return shapes.entrySet().stream()
        .filter(entry -> !entry.getKey().contains(":"))
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().numDimensions()));
  }

  /**
   * The nearest float feature map (batch, height, width, at least two channels) that {@code output}
   * is computed from.
   *
   * @param input the image's placeholder
   */
  Optional<String> lastFeatureMap(List<NodeDef> nodes, String input, String output) {
    ImageAxes axes = new ImageAxes(nodes, input, this::shape);
    Map<String, NodeDef> byName =
        nodes.stream().collect(Collectors.toMap(NodeDef::getName, node -> node));
    Deque<String> open = new ArrayDeque<>(List.of(output));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String tensor = open.poll();
      NodeDef node = byName.get(FlatGraph.producer(tensor));
      if (node == null || !seen.add(tensor) || ENDS.contains(node.getOp())) {
        continue;
      }
      if (axes.isMap(tensor) && lastSize(tensor) > 1 && !isVectorAsMap(node, byName)) {
        return Optional.of(tensor);
      }
      open.addAll(node.getInputList());
    }
    return Optional.empty();
  }

  /** Whether {@code output} is a feature map whose axes are known to have another order. */
  boolean hasMovedAxes(List<NodeDef> nodes, String input, String output) {
    return rank(output) == 4 && new ImageAxes(nodes, input, this::shape).isMoved(output);
  }

  /** For a fused batch norm, vectors are maps of one pixel. */
  private boolean isVectorAsMap(NodeDef node, Map<String, NodeDef> byName) {
    NodeDef reshape =
        node.getOp().equals("FusedBatchNormV3")
            ? byName.get(FlatGraph.producer(node.getInput(0)))
            : node;
    return reshape != null && reshape.getOp().equals("Reshape") && rank(reshape.getInput(0)) == 2;
  }

  private Shape shape(String tensor) {
    return shapes.getOrDefault(tensor.replaceFirst(":0$", ""), Shape.unknown());
  }
}
