package org.thorax.model.keras.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.NodeDef;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.model.FlatGraph;
import org.thorax.model.Variable;

/** Finds the ops that TensorFlow cannot differentiate at import, and not an hour into training. */
final class GradientCheck {
  private static final Set<String> CONTROL_FLOW =
      Set.of("If", "StatelessIf", "Case", "StatelessCase", "While", "StatelessWhile");

  private GradientCheck() {}

  /**
   * Checks that every trainable variable has a gradient.
   *
   * @throws ThoraxException naming op and layer
   */
  static void check(FlatGraph flat, Path where) {
    fault(flat, where)
        .ifPresent(
            message -> {
              throw new FileException(message);
            });
  }

  /** Why a network cannot be trained; empty if it can. */
  static Optional<String> fault(FlatGraph flat, Path where) {
    List<NodeDef> missing = missing(flat);
    String named =
        missing.stream()
            .map(node -> node.getOp() + " in layer " + layer(node.getName()))
            .distinct()
            .collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Cannot train "
                + where
                + ": TensorFlow has no gradient for "
                + named
                + "; build the layer from other ops and save the model again.");
  }

  /** Whether only conditions and loops, and their lists, have no gradient. */
  static boolean onlyControlFlowIsInTheWay(FlatGraph flat) {
    return missing(flat).stream()
        .map(NodeDef::getOp)
        .allMatch(op -> CONTROL_FLOW.contains(op) || op.startsWith("TensorList"));
  }

  private static List<NodeDef> missing(FlatGraph flat) {
    Set<String> reached =
        flat.variables().stream()
            .filter(Variable::trainable)
            .map(Variable::read)
            .collect(Collectors.toCollection(HashSet::new));
    List<NodeDef> missing = new ArrayList<>();
    for (NodeDef node : flat.nodes()) {
      boolean onPath =
          node.getInputList().stream().map(FlatGraph::producer).anyMatch(reached::contains);
      if (onPath) {
        reached.add(node.getName());
        if (!tensorflow.TFJ_HasGradient(node.getOp())) {
          missing.add(node);
        }
      }
    }
    return missing;
  }

  /** The node's path without the op itself. */
  private static String layer(String node) {
    int slash = node.lastIndexOf('/');
    return slash < 0 ? node : node.substring(0, slash);
  }
}
