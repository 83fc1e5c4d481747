package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.thorax.FileException;
import org.thorax.model.FlatGraph;
import org.thorax.model.NodeDefs;
import org.thorax.model.Variable;

/**
 * The graph of a signature, made differentiable for TensorFlow as far as possible: calls inlined,
 * ops without gradient replaced if there are alternatives, batch norms fused, variables with their
 * Keras names and read once.
 *
 * @param body its nodes, without handles and reads
 * @param output the output's tensor
 * @param shapes of the tensors before the fusion
 * @param variables in Keras' order
 * @param fused the batch norms that were arithmetic in the file
 * @param passedOver augmentation layers that are left out
 */
record TrainableGraph(
    FlatGraph.Body body,
    String output,
    GraphShapes shapes,
    List<Variable> variables,
    List<BatchNormFusion.Fused> fused,
    List<String> passedOver) {
  /** Name of the input placeholder. */
  static final String INPUT = "input_image";

  /**
   * Creates it.
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
    FunctionInliner inliner = new FunctionInliner(graph, new OpArguments(), where);
    FunctionInliner.Flattened flattened = inliner.flatten(graph, output.getName());
    RetainedFunctions kept = inliner.keptFunctions();
    // Without nodes that the output does not need, such as seed counters.
    RandomLayers random =
        RandomLayers.passOver(GraphRewrites.needed(flattened.nodes(), flattened.output()));
    List<NodeDef> inlined = GraphRewrites.needed(random.nodes(), flattened.output());
    if (!random.passedOver().isEmpty()) {
      requireMovingStatistics(flattened.nodes(), inlined, where);
    }
    Set<String> handles =
        inlined.stream()
            .map(NodeDef::getName)
            .filter(variables::isHandle)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<String, String> names = variables.names(handles);
    List<Variable> ordered = variables.variables(names);
    List<NodeDef> read = withReads(renamed(inlined, rename), names, ordered, kept);
    List<NodeDef> nodes = input.replaceIn(GraphRewrites.apply(read), INPUT);
    String result = rename.apply(flattened.output());
    requireOneInput(nodes, where);
    requireChannelsLast(nodes, where);
    GraphShapes shapes = GraphShapes.of(nodes, ordered, kept.library());
    BatchNormFusion fusion =
        new BatchNormFusion(
            nodes,
            shapes.ranks(),
            ordered.stream().collect(Collectors.toMap(Variable::read, Variable::size)));
    List<NodeDef> fused = GraphRewrites.needed(fusion.fuse(), result);
    return new TrainableGraph(
        new FlatGraph.Body(fused, kept.library()),
        result,
        shapes,
        ordered,
        fusion.fused(),
        random.passedOver());
  }

  private static void requireOneInput(List<NodeDef> nodes, String where) {
    for (NodeDef node : nodes) {
      if (node.getOp().equals("Placeholder") && !node.getName().equals(INPUT)) {
        throw new FileException(
            "Expected one image input in %s, found that the output needs '%s' as well; export the model for serving, with that fixed."
                .formatted(where, node.getName()));
      }
    }
  }

  private static void requireChannelsLast(List<NodeDef> nodes, String where) {
    for (NodeDef node : nodes) {
      AttrValue format = node.getAttrMap().get("data_format");
      if (format != null && format.getS().toStringUtf8().startsWith("NC")) {
        throw new FileException(
            "Op %s (node %s) of %s has data_format channels_first (%s), which is not computed here; build the model with channels last."
                .formatted(node.getOp(), node.getName(), where, format.getS().toStringUtf8()));
      }
    }
  }

  /**
   * Keras 3 exports everything after its augmentation layers as in training, including batch norms.
   */
  private static void requireMovingStatistics(
      List<NodeDef> all, List<NodeDef> needed, String where) {
    Set<String> kept = needed.stream().map(NodeDef::getName).collect(Collectors.toSet());
    for (NodeDef node : all) {
      boolean unused = node.getOp().equals("VarHandleOp") && !kept.contains(node.getName());
      if (unused && node.getName().matches(".*moving_(mean|variance)(_\\d+)?")) {
        throw new FileException(
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

  /**
   * Removes the handles and connects every reader of a variable to its single read op; branches and
   * loops get its value.
   */
  private static List<NodeDef> withReads(
      List<NodeDef> nodes,
      Map<String, String> names,
      List<Variable> variables,
      RetainedFunctions kept) {
    Map<String, TensorShapeProto> shapes = new HashMap<>();
    variables.forEach(each -> shapes.put(each.name(), NodeDefs.shapeProto(each.shape())));
    Map<String, String> reads = new HashMap<>();
    for (NodeDef node : nodes) {
      if (node.getOp().equals("ReadVariableOp")) {
        String name = names.get(node.getInput(0));
        if (name == null) {
          throw new FileException(
              "Node " + node.getName() + " reads no variable; the file is damaged.");
        }
        reads.put(node.getName(), Variable.readOf(name));
      }
    }
    List<NodeDef> result = new ArrayList<>();
    for (NodeDef node : nodes) {
      if (!node.getOp().equals("ReadVariableOp") && !node.getOp().equals("VarHandleOp")) {
        Map<Integer, TensorShapeProto> values = new HashMap<>();
        NodeDef.Builder changed = node.toBuilder().clearInput();
        for (String input : node.getInputList()) {
          String variable = names.get(input);
          if (variable != null) {
            values.put(changed.getInputCount(), shapes.get(variable));
          }
          changed.addInput(
              variable != null ? Variable.readOf(variable) : reads.getOrDefault(input, input));
        }
        boolean whole = values.isEmpty() && !kept.isNamedBy(node);
        result.add(whole ? changed.build() : kept.withValues(changed.build(), values));
      }
    }
    return result;
  }
}
