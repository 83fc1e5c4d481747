package org.thorax.training.optimizer;

import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.model.OptimizerConfig;
import org.thorax.training.callback.LearningRateSchedule;

/**
 * How gradients change variables; the learning rate and the step are fed, never baked in. A new
 * optimizer is its configuration in Keras' words, which names its arrays, and its {@link Rule}.
 */
public sealed interface Optimizer
    permits Adam, AdamW, MovingAverageOptimizer, ClippingOptimizer, Pesg, RmsProp, Sgd {
  /**
   * By Keras' class, with its default arguments.
   *
   * @throws org.thorax.ThoraxException for an unknown class
   */
  static Optimizer named(String className) {
    return of(className, Map.of());
  }

  /**
   * By Keras' class and arguments, numbers and truth values, those of clipping included; what is
   * missing is Keras' default.
   *
   * @throws org.thorax.ThoraxException for an unknown class or argument, or a value out of range
   */
  static Optimizer of(String className, Map<String, Object> arguments) {
    return OptimizerArguments.read(className, arguments);
  }

  /** In Keras' words. */
  OptimizerConfig config(double learningRate);

  /**
   * Adds what all variables share.
   *
   * @param learningRate scalar
   * @param step number of updates before this one, scalar
   */
  Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step);

  /**
   * This optimizer with one learning rate for all steps.
   *
   * @param learningRate above 0
   */
  default Optimization at(double learningRate) {
    return new Optimization(this, new LearningRateSchedule.Constant(learningRate));
  }

  /** Keras' name. */
  default String kerasName() {
    return config(1).className();
  }

  /** Keras' names of the arrays that it keeps for each variable. */
  default List<String> slots() {
    return config(1).slots();
  }

  /** What becomes of the gradients before the rule sees them; nothing, if not said otherwise. */
  default List<? extends Operand<TFloat32>> prepared(Ops tf, List<Output<TFloat32>> gradients) {
    return gradients;
  }

  /** The update of a variable. */
  @FunctionalInterface
  interface Rule {
    /**
     * Adds the update to the graph.
     *
     * @param variable its handle
     * @param gradient the loss's derivative by it
     * @param slots its arrays' handles in the order of {@link Optimizer#slots}
     * @return the ops that change variable and arrays
     */
    List<Op> update(Output<?> variable, Operand<TFloat32> gradient, List<VarHandleOp> slots);
  }
}
