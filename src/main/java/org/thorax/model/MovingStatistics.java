package org.thorax.model;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The updates of moving mean and moving variance, as in Keras. */
final class MovingStatistics {
  private final Ops ops;
  private final Graph graph;

  MovingStatistics(Ops ops, Graph graph) {
    this.ops = ops;
    this.graph = graph;
  }

  /** Two assignments for one batch norm in training mode. */
  List<Op> updates(BatchNorm norm) {
    GraphOperation node = graph.operationOrThrow(GraphAssembler.TRAINING + "/" + norm.node());
    Operand<TFloat32> mean = node.output(1);
    Operand<TFloat32> variance = node.output(2);
    if (norm.besselCorrected()) {
      return List.of(
          assign(norm.moving().mean(), mean), assign(norm.moving().variance(), variance));
    }
    return List.of(
        approach(norm.moving().mean(), mean, norm.momentum()),
        approach(
            norm.moving().variance(),
            ops.math.mul(variance, withoutBessel(node.input(0), mean)),
            norm.momentum()));
  }

  private Op assign(String variable, Operand<TFloat32> value) {
    return ops.assignVariableOp(graph.operationOrThrow(variable).output(0), value);
  }

  /** tf_keras' assign_moving_average: variable -= (variable - value) * (1 - momentum). */
  private Op approach(String variable, Operand<TFloat32> value, double momentum) {
    Operand<TFloat32> old = graph.operationOrThrow(Variable.readOf(variable)).output(0);
    Operand<TFloat32> decay = ops.constant((float) (1.0 - momentum));
    return ops.assignSubVariableOp(
        graph.operationOrThrow(variable).output(0), ops.math.mul(ops.math.sub(old, value), decay));
  }

  /**
   * (n - 1) / n, and 1 for n = 1, where n is the number of values of one channel: reverts the
   * kernel's correction.
   */
  private Operand<TFloat32> withoutBessel(Operand<?> x, Operand<TFloat32> mean) {
    Operand<TInt32> one = ops.constant(1);
    Operand<TInt32> n = ops.math.div(ops.size(x), ops.size(mean));
    return ops.math.div(
        ops.dtypes.cast(ops.math.maximum(ops.math.sub(n, one), one), TFloat32.class),
        ops.dtypes.cast(n, TFloat32.class));
  }
}
