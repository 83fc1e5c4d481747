package org.thorax.keras.savedmodel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.thorax.ThoraxException;
import org.thorax.network.Variable;

/**
 * The graph behind a signature, made so that TensorFlow can differentiate it where it can: calls
 * inlined, ops without gradient replaced as far as there are others, batch norms fused, variables
 * under their Keras names and read once.
 *
 * @param nodes in topological order, without handles and reads
 * @param output the output's tensor
 * @param shapes of the tensors before the fusion
 * @param variables in Keras' order
 * @param fused the batch norms that were arithmetic in the file
 * @param passedOver augmentation layers that are left out
 */
record TrainableGraph(
    List<NodeDef> nodes,
    String output,
    GraphShapes shapes,
    List<Variable> variables,
    List<BatchNormFusion.Fused> fused,
    List<String> passedOver) {
  /** Name of the input placeholder. */
  static final String INPUT = "input_image";

  /**
   * Makes it.
   *
   * @param rename from the file's node names to the network's
   * @param where the file, for errors
   */
  static TrainableGraph of(
      GraphDef graph,
      ImageInput input,
      TensorInfo output,
      KerasVariables variables,
      UnaryOperator<String> rename,
      String where) {
    FunctionInliner.Flattened flattened =
        new FunctionInliner(graph, new OpArguments(), where).flatten(graph, output.getName());
    // Without what the output does not need, as seeds that are only counted on.
    RandomLayers random =
        RandomLayers.passOver(GraphRewrites.needed(flattened.nodes(), flattened.output()));
    List<NodeDef> needed = GraphRewrites.needed(random.nodes(), flattened.output());
    if (!random.passedOver().isEmpty()) {
      requireMovingStatistics(flattened.nodes(), needed, where);
    }
    Set<String> handles =
        needed.stream()
            .map(NodeDef::getName)
            .filter(variables::isHandle)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<String, String> names = variables.names(handles);
    List<Variable> ordered = variables.variables(names);
    List<NodeDef> read = withReads(renamed(needed, rename), names);
    List<NodeDef> nodes = input.replaceIn(GraphRewrites.apply(read), INPUT);
    String result = rename.apply(flattened.output());
    GraphShapes shapes = GraphShapes.of(nodes, ordered);
    BatchNormFusion fusion =
        new BatchNormFusion(
            nodes,
            shapes.ranks(),
            ordered.stream().collect(Collectors.toMap(Variable::read, Variable::size)));
    List<NodeDef> fused = GraphRewrites.needed(fusion.fuse(), result);
    return new TrainableGraph(fused, result, shapes, ordered, fusion.fused(), random.passedOver());
  }

  /** Keras 3 exports what follows its augmentation layers as in training, batch norms too. */
  private static void requireMovingStatistics(
      List<NodeDef> all, List<NodeDef> needed, String where) {
    Set<String> kept = needed.stream().map(NodeDef::getName).collect(Collectors.toSet());
    for (NodeDef node : all) {
      boolean unused = node.getOp().equals("VarHandleOp") && !kept.contains(node.getName());
      if (unused && node.getName().matches(".*moving_(mean|variance)(_\\d+)?")) {
        throw new ThoraxException(
            "Expected batch norms with their moving statistics in %s, found the batch's own where %s was: Keras exported the model as in training, after its augmentation layers; save it as .keras and give that."
                .formatted(where, node.getName()));
      }
    }
  }

  private static List<NodeDef> renamed(List<NodeDef> nodes, UnaryOperator<String> rename) {
    List<NodeDef> result = new ArrayList<>();
    for (NodeDef node : nodes) {
      NodeDef.Builder changed = node.toBuilder().setName(rename.apply(node.getName())).clearInput();
      node.getInputList().forEach(input -> changed.addInput(rename.apply(input)));
      result.add(changed.build());
    }
    return result;
  }

  /** Drops the handles and lets every reader of a variable use its one read op. */
  private static List<NodeDef> withReads(List<NodeDef> nodes, Map<String, String> names) {
    Map<String, String> reads = new HashMap<>();
    for (NodeDef node : nodes) {
      if (node.getOp().equals("ReadVariableOp")) {
        String name = names.get(node.getInput(0));
        if (name == null) {
          throw new ThoraxException(
              "Node " + node.getName() + " reads no variable; the file is damaged.");
        }
        reads.put(node.getName(), Variable.readOf(name));
      }
    }
    List<NodeDef> result = new ArrayList<>();
    for (NodeDef node : nodes) {
      if (!node.getOp().equals("ReadVariableOp") && !node.getOp().equals("VarHandleOp")) {
        NodeDef.Builder changed = node.toBuilder().clearInput();
        node.getInputList().forEach(each -> changed.addInput(reads.getOrDefault(each, each)));
        result.add(changed.build());
      }
    }
    return result;
  }
}
