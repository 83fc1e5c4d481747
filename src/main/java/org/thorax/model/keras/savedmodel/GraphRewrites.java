package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.FlatGraph;
import org.thorax.model.NodeDefs;

/** Replaces ops without a C++ gradient by equivalent ops with one. */
final class GraphRewrites {
  private GraphRewrites() {}

  /**
   * The same network with EnsureShape, PlaceholderWithDefault, IdentityN, MulNoNan and old batch
   * norms replaced.
   */
  static List<NodeDef> apply(List<NodeDef> nodes) {
    List<NodeDef> result = new ArrayList<>();
    Map<String, String> renamed = new HashMap<>();
    for (NodeDef original : nodes) {
      NodeDef node = withInputs(original, renamed);
      switch (node.getOp()) {
        case "EnsureShape" -> result.add(identity(node, node.getAttrOrThrow("T").getType()));
        case "PlaceholderWithDefault" ->
            result.add(identity(node, node.getAttrOrThrow("dtype").getType()));
        case "IdentityN" -> split(node, renamed, result);
        case "FusedBatchNorm", "FusedBatchNormV2" ->
            result.add(
                node.toBuilder()
                    .setOp("FusedBatchNormV3")
                    .putAttr("U", NodeDefs.type(DataType.DT_FLOAT))
                    .build());
        default -> result.add(node);
      }
    }
    return result;
  }

  private static NodeDef identity(NodeDef node, DataType type) {
    return NodeDefs.of("Identity", node.getName(), node.getInput(0))
        .putAttr("T", NodeDefs.type(type))
        .build();
  }

  /**
   * IdentityN has Keras' custom gradient of swish; the plain ops before it have the same gradient.
   */
  private static void split(NodeDef node, Map<String, String> renamed, List<NodeDef> result) {
    for (int i = 0; i < node.getInputCount(); i++) {
      String name = i == 0 ? node.getName() : node.getName() + "/output_" + i;
      DataType type = node.getAttrOrThrow("T").getList().getType(i);
      result.add(
          NodeDefs.of("Identity", name, node.getInput(i))
              .putAttr("T", NodeDefs.type(type))
              .build());
      if (i > 0) {
        renamed.put(node.getName() + ":" + i, name);
      }
    }
  }

  private static NodeDef withInputs(NodeDef node, Map<String, String> renamed) {
    if (node.getInputList().stream().noneMatch(renamed::containsKey)) {
      return node;
    }
    NodeDef.Builder changed = node.toBuilder().clearInput();
    node.getInputList().forEach(input -> changed.addInput(renamed.getOrDefault(input, input)));
    return changed.build();
  }

  /** The nodes that {@code tensor} depends on, in their order. */
  static List<NodeDef> needed(List<NodeDef> nodes, String tensor) {
    Map<String, NodeDef> byName = new HashMap<>();
    nodes.forEach(node -> byName.put(node.getName(), node));
    var kept = new java.util.HashSet<String>();
    var open = new java.util.ArrayDeque<String>(List.of(FlatGraph.producer(tensor)));
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeDef node = byName.get(name);
      if (node != null && kept.add(name)) {
        node.getInputList().forEach(input -> open.push(FlatGraph.producer(input)));
      }
    }
    return nodes.stream().filter(node -> kept.contains(node.getName())).toList();
  }
}
