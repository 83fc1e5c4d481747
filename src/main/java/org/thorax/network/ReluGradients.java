package org.thorax.network;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Takes the gradient of ReLU from its output, as Keras does.
 *
 * <p>TensorFlow's C++ gradients take it from the input. The values are the same, but the input then
 * has two readers: it is kept until the backward pass, and Grappler can not fuse batch norm and
 * ReLU into one kernel. On DenseNet121 that cost 5 % of a step's time and a quarter of its memory.
 */
final class ReluGradients {
  private static final Map<String, String> ACTIVATION_OF_GRADIENT =
      Map.of("ReluGrad", "Relu", "Relu6Grad", "Relu6");

  private ReluGradients() {}

  /** The graph with the second input of every ReluGrad and Relu6Grad set to the activation. */
  static GraphDef fromOutputs(GraphDef graph) {
    Map<String, String> activations = new HashMap<>();
    for (NodeDef node : graph.getNodeList()) {
      if (ACTIVATION_OF_GRADIENT.containsValue(node.getOp())) {
        activations.putIfAbsent(key(node.getOp(), node.getInput(0)), node.getName());
      }
    }
    GraphDef.Builder rewired = graph.toBuilder();
    for (NodeDef.Builder node : rewired.getNodeBuilderList()) {
      String activation = ACTIVATION_OF_GRADIENT.get(node.getOp());
      if (activation != null) {
        node.setInput(
            1, activations.getOrDefault(key(activation, node.getInput(1)), node.getInput(1)));
      }
    }
    return rewired.build();
  }

  private static String key(String op, String tensor) {
    String withoutZero = tensor.endsWith(":0") ? tensor.substring(0, tensor.length() - 2) : tensor;
    return op + " of " + withoutZero;
  }
}
