package org.thorax.training;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.thorax.model.NetworkGraph;

/**
 * Gradients of a scaled loss in the graph: divided by the scale, and not applied if one of them is
 * not finite.
 *
 * @param scale the placeholder of the scale, scalar
 * @param unscaled the gradients of the loss itself
 * @param finite whether all of them are finite, scalar
 */
record ScaledGradients(
    Operand<TFloat32> scale, List<Output<TFloat32>> unscaled, Operand<TBool> finite) {
  private static final String SCALE = "loss_scale";

  /** Adds the scale, before the gradients. */
  static Operand<TFloat32> addScale(NetworkGraph graph) {
    return graph
        .ops()
        .withName(SCALE)
        .placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
  }

  /** Divides the gradients of the scaled loss. */
  static ScaledGradients of(NetworkGraph graph, List<Output<TFloat32>> scaled) {
    Ops tf = graph.ops();
    Operand<TFloat32> scale = graph.tensor(SCALE + ":0");
    Operand<TFloat32> reciprocal = tf.math.div(tf.constant(1f), scale);
    List<Output<TFloat32>> unscaled = new ArrayList<>();
    List<Operand<TBool>> finite = new ArrayList<>();
    for (Output<TFloat32> each : scaled) {
      Output<TFloat32> gradient = tf.math.mul(each, reciprocal).asOutput();
      unscaled.add(gradient);
      Operand<TBool> cells = tf.math.isFinite(tf.reshape(gradient, tf.constant(new int[] {-1})));
      finite.add(tf.reduceAll(cells, tf.constant(0)));
    }
    Operand<TBool> all = tf.reduceAll(tf.stack(finite), tf.constant(0));
    return new ScaledGradients(scale, List.copyOf(unscaled), all);
  }

  /**
   * The tensor, which exists only in a step that is not skipped: TensorFlow leaves out every op
   * that needs it.
   */
  Output<TFloat32> ifFinite(Ops tf, Operand<TFloat32> tensor) {
    return tf.switchCond(tensor, finite).outputTrue();
  }
}
