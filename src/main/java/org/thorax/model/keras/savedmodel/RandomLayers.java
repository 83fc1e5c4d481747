package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.FlatGraph;

/**
 * Keras' augmentation layers in an exported graph. Keras 3 exports them as in training, so that the
 * graph rotates and flips at random when it predicts, unlike {@code model.predict}.
 *
 * @param nodes without those layers
 * @param passedOver their names
 */
record RandomLayers(List<NodeDef> nodes, List<String> passedOver) {
  private static final Set<DataType> SEEDS =
      Set.of(DataType.DT_INT64, DataType.DT_UINT32, DataType.DT_INT32);

  /**
   * Connects each such layer's input to its output's readers; layers with several inputs are kept.
   */
  static RandomLayers passOver(List<NodeDef> nodes) {
    Map<String, NodeDef> byName =
        nodes.stream().collect(Collectors.toMap(NodeDef::getName, Function.identity()));
    List<NodeDef> left = nodes;
    List<String> passedOver = new ArrayList<>();
    for (String scope : scopes(nodes, byName)) {
      Set<String> inputs = inputs(left, scope, byName);
      if (inputs.size() == 1) {
        left = replaced(left, scope, inputs.iterator().next());
        passedOver.add(scope.substring(scope.lastIndexOf('/') + 1));
      }
    }
    return new RandomLayers(left, passedOver);
  }

  /** The layers that read a seed, by the scope of their nodes. */
  private static List<String> scopes(List<NodeDef> nodes, Map<String, NodeDef> byName) {
    Set<String> scopes = new LinkedHashSet<>();
    for (NodeDef node : nodes) {
      boolean readsSeed =
          node.getOp().equals("ReadVariableOp")
              && isSeed(byName.get(node.getInput(0)))
              && node.getName().indexOf('/') > 0;
      if (readsSeed) {
        scopes.add(node.getName().substring(0, node.getName().lastIndexOf('/')));
      }
    }
    return scopes.stream()
        .filter(scope -> scopes.stream().noneMatch(other -> scope.startsWith(other + "/")))
        .toList();
  }

  private static boolean isSeed(NodeDef handle) {
    return handle != null
        && handle.getOp().equals("VarHandleOp")
        && SEEDS.contains(handle.getAttrOrThrow("dtype").getType());
  }

  private static Set<String> inputs(
      List<NodeDef> nodes, String scope, Map<String, NodeDef> byName) {
    Set<String> inputs = new HashSet<>();
    for (NodeDef node : nodes) {
      if (isIn(node.getName(), scope)) {
        for (String input : node.getInputList()) {
          NodeDef source = byName.get(FlatGraph.producer(input));
          boolean handle = source != null && source.getOp().equals("VarHandleOp");
          if (!handle && !isIn(FlatGraph.producer(input), scope)) {
            inputs.add(input);
          }
        }
      }
    }
    return inputs;
  }

  private static List<NodeDef> replaced(List<NodeDef> nodes, String scope, String input) {
    List<NodeDef> result = new ArrayList<>();
    for (NodeDef node : nodes) {
      if (isIn(node.getName(), scope)) {
        continue;
      }
      NodeDef.Builder changed = node.toBuilder().clearInput();
      for (String each : node.getInputList()) {
        changed.addInput(isIn(FlatGraph.producer(each), scope) ? input : each);
      }
      result.add(changed.build());
    }
    return result;
  }

  private static boolean isIn(String node, String scope) {
    return node.startsWith(scope + "/");
  }
}
