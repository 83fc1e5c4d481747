package org.thorax.keras.savedmodel;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.NodeDef;
import org.thorax.ThoraxException;
import org.thorax.network.FlatGraph;

/**
 * Finds, at import and not an hour into training, the ops through which TensorFlow cannot
 * differentiate.
 */
final class GradientCheck {
  private GradientCheck() {}

  /**
   * @param sources read ops of trainable variables
   * @throws ThoraxException naming op and layer
   */
  static void check(List<NodeDef> nodes, Set<String> sources, String where) {
    Set<String> reached = new HashSet<>(sources);
    Set<String> missing = new LinkedHashSet<>();
    for (NodeDef node : nodes) {
      boolean onPath =
          node.getInputList().stream().map(FlatGraph::producer).anyMatch(reached::contains);
      if (onPath) {
        reached.add(node.getName());
        if (!tensorflow.TFJ_HasGradient(node.getOp())) {
          missing.add(node.getOp() + " in layer " + layer(node.getName()));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new ThoraxException(
          "Cannot train "
              + where
              + ": TensorFlow has no gradient for "
              + String.join(", ", missing)
              + "; build the layer from other ops and save the model again.");
    }
  }

  /** The node's path without the op itself. */
  private static String layer(String node) {
    int slash = node.lastIndexOf('/');
    return slash < 0 ? node : node.substring(0, slash);
  }
}
