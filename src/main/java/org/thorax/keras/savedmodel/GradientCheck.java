package org.thorax.keras.savedmodel;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.NodeDef;
import org.thorax.ThoraxException;
import org.thorax.network.FlatGraph;
import org.thorax.network.Variable;

/**
 * Finds, at import and not an hour into training, the ops through which TensorFlow cannot
 * differentiate.
 */
final class GradientCheck {
  private GradientCheck() {}

  /**
   * Checks that every trainable variable's gradient exists.
   *
   * @throws ThoraxException naming op and layer
   */
  static void check(FlatGraph flat, Path where) {
    Set<String> missing = missing(flat);
    if (!missing.isEmpty()) {
      throw new ThoraxException(
          "Cannot train "
              + where
              + ": TensorFlow has no gradient for "
              + String.join(", ", missing)
              + "; build the layer from other ops and save the model again.");
    }
  }

  private static Set<String> missing(FlatGraph flat) {
    Set<String> reached =
        flat.variables().stream()
            .filter(Variable::trainable)
            .map(Variable::read)
            .collect(Collectors.toCollection(HashSet::new));
    Set<String> missing = new LinkedHashSet<>();
    for (NodeDef node : flat.nodes()) {
      boolean onPath =
          node.getInputList().stream().map(FlatGraph::producer).anyMatch(reached::contains);
      if (onPath) {
        reached.add(node.getName());
        if (!tensorflow.TFJ_HasGradient(node.getOp())) {
          missing.add(node.getOp() + " in layer " + layer(node.getName()));
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
