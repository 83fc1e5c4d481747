package org.thorax.model.keras.savedmodel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.NodeDef;
import org.thorax.FileException;

/**
 * The order in which nodes can be read.
 *
 * @param byControl whether a node comes after those that control it, too
 * @param where the model's file or folder, for errors
 */
record NodeOrder(boolean byControl, String where) {
  /**
   * The nodes that {@code wanted} depend on, each after its inputs; by control too where that tells
   * which branch of a condition a node belongs to.
   */
  List<NodeDef> sorted(List<NodeDef> nodes, List<String> wanted) {
    Map<String, NodeDef> byName = new HashMap<>();
    nodes.forEach(node -> byName.put(node.getName(), node));
    Map<String, Boolean> finished = new HashMap<>();
    List<NodeDef> order = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>();
    wanted.forEach(open::push);
    while (!open.isEmpty()) {
      String name = open.peek();
      NodeDef node = byName.get(name);
      if (node == null || Boolean.TRUE.equals(finished.get(name))) {
        open.pop();
      } else if (finished.putIfAbsent(name, false) != null) {
        finished.put(name, true);
        open.pop();
        order.add(node);
      } else {
        List<String> inputs = new ArrayList<>(node.getInputList());
        Collections.reverse(inputs);
        inputs.stream()
            .filter(input -> byControl || !input.startsWith("^"))
            .map(NodeOrder::nodeOf)
            .forEach(
                input -> {
                  requireNoCircle(finished, input);
                  open.push(input);
                });
      }
    }
    return order;
  }

  private void requireNoCircle(Map<String, Boolean> finished, String input) {
    if (Boolean.FALSE.equals(finished.get(input))) {
      throw new FileException(
          "The graph of "
              + where
              + " runs in a circle at "
              + input
              + ": loops of TensorFlow 1 cannot be read here; save the model with TensorFlow 2.");
    }
  }

  /** The node of an input: its name without {@code ^} and what follows the colon. */
  static String nodeOf(String tensor) {
    int start = tensor.startsWith("^") ? 1 : 0;
    int colon = tensor.indexOf(':');
    return tensor.substring(start, colon < 0 ? tensor.length() : colon);
  }
}
