package org.thorax.explain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.FlatGraph;
import org.thorax.model.Variable;

/** The last layers of a classifier's graph. */
final class OutputLayer {
  private static final Set<String> ACTIVATIONS = Set.of("Sigmoid", "Softmax");
  private static final Set<String> BIASES = Set.of("BiasAdd", "Add", "AddV2");

  private final FlatGraph flat;
  private final Map<String, NodeDef> nodes;

  OutputLayer(FlatGraph flat) {
    this.flat = flat;
    this.nodes = flat.nodes().stream().collect(Collectors.toMap(NodeDef::getName, node -> node));
  }

  /**
   * The tensor to differentiate; both targets are the same for a network without a final
   * activation.
   */
  String tensor(GradientTarget target) {
    if (target == GradientTarget.SCORE) {
      return flat.output().tensor();
    }
    NodeDef end = pastIdentities(flat.output().tensor());
    return end != null && ACTIVATIONS.contains(end.getOp())
        ? end.getInput(0)
        : flat.output().tensor();
  }

  /** The kernel of the last dense layer: shape (units, classes). */
  Optional<Variable> kernel() {
    NodeDef node = pastIdentities(tensor(GradientTarget.LOGIT));
    if (node != null && BIASES.contains(node.getOp())) {
      node = pastIdentities(node.getInput(0));
    }
    if (node == null || !node.getOp().equals("MatMul")) {
      return Optional.empty();
    }
    String read = node.getInput(1);
    return flat.variables().stream().filter(variable -> variable.read().equals(read)).findFirst();
  }

  /** Whether the output depends on the image only through that tensor. */
  boolean onlyThrough(String tensor) {
    Map<String, Boolean> known = new HashMap<>(Map.of(FlatGraph.producer(tensor), false));
    // The nodes are in topological order: inputs come before the nodes that read them.
    for (NodeDef node : flat.nodes()) {
      boolean reachesImage =
          node.getName().equals(flat.input().name())
              || node.getInputList().stream()
                  .anyMatch(input -> known.getOrDefault(FlatGraph.producer(input), false));
      known.putIfAbsent(node.getName(), reachesImage);
    }
    return !known.get(FlatGraph.producer(flat.output().tensor()));
  }

  private NodeDef pastIdentities(String tensor) {
    NodeDef node = nodes.get(FlatGraph.producer(tensor));
    while (node != null && node.getOp().equals("Identity")) {
      node = nodes.get(FlatGraph.producer(node.getInput(0)));
    }
    return node;
  }
}
