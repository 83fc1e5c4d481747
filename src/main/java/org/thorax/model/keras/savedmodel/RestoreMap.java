package org.thorax.model.keras.savedmodel;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Maps variables to the checkpoint's values, from the model's restore op: {@code
 * AssignVariableOp(handle, RestoreV2(prefix, names, ...)[i])}, in a function (TensorFlow 2) or at
 * top level (TensorFlow 1, with Assign for its own variables, and Thorax). Nothing is run.
 */
final class RestoreMap {
  private static final int DEEPEST_NESTING = 8;
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  private static final Set<String> ASSIGNMENTS = Set.of("AssignVariableOp", "Assign");
  private static final Set<String> TRANSPARENT = Set.of("Identity", "Cast");

  private final Map<String, FunctionDef> functions = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();

  private RestoreMap() {}

  /** The checkpoint's key by the handle's node; handles that are not restored are left out. */
  static Map<String, String> of(MetaGraphDef graph) {
    RestoreMap map = new RestoreMap();
    graph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(function -> map.functions.put(function.getSignature().getName(), function));
    String restore = graph.getSaverDef().getRestoreOpName();
    map.read(graph.getGraphDef().getNodeList(), List.of(nodeOf(restore)), Map.of(), 0);
    return map.keys;
  }

  /**
   * @param wanted the nodes that trigger the restoring, by data or by control; all if empty
   * @param arguments handles by the function's names for them
   */
  private void read(
      List<NodeDef> nodes, List<String> wanted, Map<String, String> arguments, int depth) {
    Map<String, NodeDef> byName = new HashMap<>();
    nodes.forEach(node -> byName.put(node.getName(), node));
    Deque<String> open = new ArrayDeque<>(wanted.isEmpty() ? byName.keySet() : wanted);
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      NodeDef node = byName.get(open.pop());
      if (node == null || !seen.add(node.getName())) {
        continue;
      }
      node.getInputList().forEach(input -> open.push(nodeOf(input)));
      if (ASSIGNMENTS.contains(node.getOp()) && node.getInputCount() >= 2) {
        assign(node, byName, arguments);
      } else if (CALLS.contains(node.getOp()) && depth < DEEPEST_NESTING) {
        call(node, arguments, depth);
      }
    }
  }

  private void call(NodeDef call, Map<String, String> arguments, int depth) {
    FunctionDef function = functions.get(call.getAttrOrThrow("f").getFunc().getName());
    if (function == null) {
      return;
    }
    List<String> inputs =
        call.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
    Map<String, String> bound = new HashMap<>();
    int count = Math.min(inputs.size(), function.getSignature().getInputArgCount());
    for (int i = 0; i < count; i++) {
      String handle = arguments.getOrDefault(inputs.get(i), nodeOf(inputs.get(i)));
      bound.put(function.getSignature().getInputArg(i).getName(), handle);
    }
    read(function.getNodeDefList(), List.of(), bound, depth + 1);
  }

  private void assign(NodeDef node, Map<String, NodeDef> byName, Map<String, String> arguments) {
    String handle = arguments.getOrDefault(node.getInput(0), nodeOf(node.getInput(0)));
    String value = node.getInput(1);
    NodeDef source = byName.get(nodeOf(value));
    for (int i = 0; source != null && TRANSPARENT.contains(source.getOp()) && i < 4; i++) {
      value = source.getInputCount() > 0 ? source.getInput(0) : "";
      source = byName.get(nodeOf(value));
    }
    if (source == null || !source.getOp().equals("RestoreV2") || source.getInputCount() < 2) {
      return;
    }
    NodeDef names = byName.get(nodeOf(source.getInput(1)));
    String digits = value.substring(value.lastIndexOf(':') + 1);
    int index = digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    if (names == null || !names.getOp().equals("Const")) {
      return;
    }
    List<ByteString> texts = names.getAttrOrThrow("value").getTensor().getStringValList();
    if (index < texts.size()) {
      keys.put(handle, texts.get(index).toStringUtf8());
    }
  }

  /** The node of {@code node}, {@code node:1}, {@code node:output:1} or {@code ^node}. */
  private static String nodeOf(String tensor) {
    int start = tensor.startsWith("^") ? 1 : 0;
    int colon = tensor.indexOf(':');
    return tensor.substring(start, colon < 0 ? tensor.length() : colon);
  }
}
