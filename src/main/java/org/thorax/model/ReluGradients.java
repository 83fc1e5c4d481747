package org.thorax.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Corrects gradients of ReLU: computes them from the output, as Keras does, or guided.
 *
 * <p>TensorFlow's C++ gradients compute them from the input. The values are the same, but the input
 * then has two readers: it is kept until the backward pass, and Grappler cannot fuse batch norm and
 * ReLU into one kernel. On DenseNet121 that costs 5 % of a step's time and a quarter of its memory.
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

  /**
   * The graph with the incoming gradient of every ReluGrad and Relu6Grad under {@code prefix}
   * rectified.
   */
  static GraphDef guided(GraphDef graph, String prefix) {
    GraphDef.Builder guided = graph.toBuilder();
    List<NodeDef> rectifiers = new ArrayList<>();
    for (NodeDef.Builder node : guided.getNodeBuilderList()) {
      if (node.getName().startsWith(prefix + "/")
          && ACTIVATION_OF_GRADIENT.containsKey(node.getOp())) {
        String rectified = node.getName() + "/rectified";
        rectifiers.add(NodeDefs.floats("Relu", rectified, node.getInput(0)));
        node.setInput(0, rectified);
      }
    }
    return guided.addAllNode(rectifiers).build();
  }

  private static String key(String op, String tensor) {
    String withoutZero = tensor.endsWith(":0") ? tensor.substring(0, tensor.length() - 2) : tensor;
    return op + " of " + withoutZero;
  }
}
