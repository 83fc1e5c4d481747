package org.thorax.model.keras.savedmodel;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** Maps the named outputs of an op to its numbered ones, from TensorFlow's op registry. */
final class OpArguments {
  private final Map<String, OpDef> definitions = new HashMap<>();

  OpArguments() {
    TensorFlow.registeredOpList().getOpList().forEach(op -> definitions.put(op.getName(), op));
  }

  boolean knows(String op) {
    return definitions.containsKey(op);
  }

  /**
   * The number of the output {@code argument:index} of {@code node}; -1 if the op does not have
   * this output.
   */
  int output(NodeDef node, String argument, int index) {
    int number = 0;
    for (OpDef.ArgDef output : definitions.get(node.getOp()).getOutputArgList()) {
      if (output.getName().equals(argument)) {
        return number + index;
      }
      number += size(node, output);
    }
    return -1;
  }

  private static int size(NodeDef node, OpDef.ArgDef output) {
    if (!output.getNumberAttr().isEmpty()) {
      return (int) node.getAttrOrThrow(output.getNumberAttr()).getI();
    }
    if (!output.getTypeListAttr().isEmpty()) {
      return node.getAttrOrThrow(output.getTypeListAttr()).getList().getTypeCount();
    }
    return 1;
  }
}
