package org.thorax.model.keras.layers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;

/**
 * What {@link TensorFlowEmitter} wrote into a graph. The outputs live as long as that graph.
 *
 * @param input the float32 placeholder
 * @param output the output layer's output
 * @param layerOutputs every layer's output by layer name, in Keras' order; for features
 * @param variables the resource variables in the order of Keras' {@code model.weights}
 * @param batchNormalizations the batch norms, in inference mode
 * @param dropouts the dropouts, as Identity nodes
 */
public record EmittedGraph(
    Output<TFloat32> input,
    Output<TFloat32> output,
    Map<String, Output<TFloat32>> layerOutputs,
    List<VariableNode> variables,
    List<BatchNormalizationNode> batchNormalizations,
    List<DropoutNode> dropouts) {
  public EmittedGraph {
    layerOutputs = Collections.unmodifiableMap(new LinkedHashMap<>(layerOutputs));
    variables = List.copyOf(variables);
    batchNormalizations = List.copyOf(batchNormalizations);
    dropouts = List.copyOf(dropouts);
  }

  /**
   * A resource variable.
   *
   * @param weight its Keras name, which is the VarHandleOp's node name and shared_name, and shape
   * @param readNode the one ReadVariableOp
   */
  public record VariableNode(WeightSpec weight, String readNode) {}

  /**
   * A FusedBatchNormV3 with is_training=false.
   *
   * @param layer the Keras layer
   * @param node the FusedBatchNormV3
   * @param moving its moving statistics
   * @param momentum the share of the old moving average that a training step keeps
   * @param trainable false for a frozen layer, which stays in inference mode while others train
   * @param inferenceMode whether the layer is called with {@code training=False}
   */
  public record BatchNormalizationNode(
      String layer,
      String node,
      Moving moving,
      double momentum,
      boolean trainable,
      boolean inferenceMode) {
    /** The variables of the moving mean and the moving variance. */
    public record Moving(String mean, String variance) {}
  }

  /**
   * The position of a dropout.
   *
   * @param layer the Keras layer
   * @param node the Identity in its place
   * @param rate the share of values set to 0
   * @param spatial whether whole channels are dropped
   */
  public record DropoutNode(String layer, String node, double rate, boolean spatial) {}
}
