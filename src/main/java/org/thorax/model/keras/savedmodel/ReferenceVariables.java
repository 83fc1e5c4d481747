package org.thorax.model.keras.savedmodel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.FlatGraph;
import org.thorax.model.NodeDefs;

/**
 * Converts TensorFlow 1's variables, whose op outputs a reference to the value, to TensorFlow 2's:
 * a handle, and ops that read it.
 */
final class ReferenceVariables {
  private static final Set<String> OPS = Set.of("VariableV2", "Variable");

  private ReferenceVariables() {}

  /** Whether a node is a variable that must be restored. */
  static boolean isVariable(NodeDef node) {
    return node.getOp().equals("VarHandleOp") || OPS.contains(node.getOp());
  }

  /** The converted graph; the given one if it has no such variables. */
  static MetaGraphDef asResources(MetaGraphDef meta) {
    Map<String, DataType> types = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (NodeDef node : meta.getGraphDef().getNodeList()) {
      names.add(node.getName());
      if (OPS.contains(node.getOp())) {
        types.put(node.getName(), node.getAttrOrThrow("dtype").getType());
      }
    }
    if (types.isEmpty()) {
      return meta;
    }
    GraphDef.Builder graph = meta.getGraphDef().toBuilder().clearNode();
    Map<String, String> reads = new HashMap<>();
    for (NodeDef node : meta.getGraphDef().getNodeList()) {
      if (types.containsKey(node.getName())) {
        String read = unused(node.getName() + "/Read", names);
        reads.put(node.getName(), read);
        graph.addNode(handle(node)).addNode(read(read, node.getName(), types.get(node.getName())));
      } else if (node.getOp().equals("Identity")
          && types.containsKey(FlatGraph.producer(node.getInput(0)))) {
        String variable = FlatGraph.producer(node.getInput(0));
        graph.addNode(read(node.getName(), variable, types.get(variable)));
      } else {
        graph.addNode(node);
      }
    }
    for (NodeDef.Builder node : graph.getNodeBuilderList()) {
      boolean ofVariable = node.getOp().equals("ReadVariableOp");
      for (int i = 0; i < node.getInputCount() && !ofVariable; i++) {
        // An assignment's first input stays the variable.
        boolean target = i == 0 && node.getOp().startsWith("Assign");
        String read = reads.get(FlatGraph.producer(node.getInput(i)));
        if (read != null && !target) {
          node.setInput(i, read);
        }
      }
    }
    return meta.toBuilder().setGraphDef(graph).build();
  }

  private static NodeDef handle(NodeDef variable) {
    NodeDef.Builder handle = NodeDef.newBuilder().setOp("VarHandleOp").setName(variable.getName());
    for (String kept : Set.of("dtype", "shape", "container", "shared_name")) {
      AttrValue value = variable.getAttrMap().get(kept);
      if (value != null) {
        handle.putAttr(kept, value);
      }
    }
    return handle.build();
  }

  private static NodeDef read(String name, String handle, DataType type) {
    return NodeDefs.of("ReadVariableOp", name, handle)
        .putAttr("dtype", NodeDefs.type(type))
        .build();
  }

  private static String unused(String wanted, Set<String> names) {
    String name = wanted;
    for (int i = 1; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
