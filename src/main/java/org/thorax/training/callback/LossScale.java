package org.thorax.training.callback;

/**
 * Dynamic loss scale: the loss in float16 is multiplied by it before the gradients are computed, so
 * that small gradients do not become 0; the gradients are then divided by it. Like tf_keras' {@code
 * LossScaleOptimizer}: a step with gradients that are not finite does not change the weights and
 * halves the scale; after a number of finite steps it is doubled.
 *
 * @param value at least 1
 * @param growthSteps finite steps in a row after which the scale is doubled, at least 1
 * @param finiteSteps since the last change of the scale
 * @param skipped number of steps without an update so far
 */
public record LossScale(float value, int growthSteps, int finiteSteps, long skipped) {
  private static final float FACTOR = 2;

  /** Keras' initial values: 2^15, doubled after 2000 steps. */
  public static final LossScale KERAS = new LossScale(1 << 15, 2000);

  /** Checks the numbers. */
  public LossScale {
    if (!(value >= 1) || Float.isInfinite(value) || growthSteps < 1) {
      throw new IllegalArgumentException("loss scale " + value + " that grows at " + growthSteps);
    }
  }

  /** Before the first step. */
  public LossScale(float value, int growthSteps) {
    this(value, growthSteps, 0, 0);
  }

  /** The scale of the next step, after a step whose gradients were finite or not. */
  public LossScale after(boolean finite) {
    if (!finite) {
      return new LossScale(Math.max(value / FACTOR, 1), growthSteps, 0, skipped + 1);
    }
    if (finiteSteps + 1 < growthSteps) {
      return new LossScale(value, growthSteps, finiteSteps + 1, skipped);
    }
    float grown = value * FACTOR;
    return new LossScale(Float.isFinite(grown) ? grown : value, growthSteps, 0, skipped);
  }

  /** A summary in one line. */
  public String remark(long steps) {
    return "The loss scale is %.0f now; %d of %d steps changed no weights, as gradients were too large for float16."
        .formatted(value, skipped, steps);
  }

  /** The part that changes, to be saved. */
  public float[] state() {
    return new float[] {value, finiteSteps, skipped};
  }

  /** Continues from a {@link #state}. */
  public LossScale from(float[] state) {
    return new LossScale(state[0], growthSteps, (int) state[1], (long) state[2]);
  }
}
