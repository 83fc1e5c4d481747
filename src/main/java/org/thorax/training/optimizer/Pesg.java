package org.thorax.training.optimizer;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerKind;

/**
 * PESG, the proximal epoch stochastic gradient method of the AUC margin loss (Yuan et al. 2021,
 * algorithm 1): w -= rate * (clipped g + epochDecay * (w - reference) + weightDecay * w). The
 * reference is the start and, after every stage, the mean weights of that stage. The loss moves its
 * own variables beside it.
 *
 * @param epochDecay at least 0
 * @param weightDecay at least 0
 * @param clipValue the largest gradient of a weight, above 0
 * @param stepsPerStage updates; 0: one stage
 */
public record Pesg(double epochDecay, double weightDecay, double clipValue, long stepsPerStage)
    implements Optimizer {
  /** Its authors' defaults. */
  public static final Pesg DEFAULT = new Pesg(2e-3, 1e-5, 1, 0);

  /** Checks the numbers. */
  public Pesg {
    ArgumentChecks.notNegative("PESG's epoch_decay", epochDecay);
    ArgumentChecks.notNegative("PESG's weight_decay", weightDecay);
    ArgumentChecks.positive("PESG's clip_value", clipValue);
    ArgumentChecks.notNegative("PESG's steps_per_stage", (double) stepsPerStage);
  }

  @Override
  public OptimizerConfig config(double learningRate) {
    return new OptimizerConfig(
        OptimizerKind.PESG.kerasName(),
        learningRate,
        Map.of(
            "epoch_decay",
            epochDecay,
            "weight_decay",
            weightDecay,
            "clip_value",
            clipValue,
            "steps_per_stage",
            stepsPerStage));
  }

  @Override
  public Rule rule(Ops tf, Operand<TFloat32> learningRate, Operand<TInt64> step) {
    return new PesgRule(tf, learningRate, step, this);
  }
}
