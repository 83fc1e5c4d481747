package org.thorax.training.callback;

import org.thorax.ConfigurationException;

/**
 * The learning rate as a pure function of epoch and step. It has no state, so a resumed run has the
 * same learning rates as an uninterrupted one. Learning rates are float32 values, like Keras'
 * variable.
 */
public sealed interface LearningRateSchedule {
  /**
   * The learning rate of an update.
   *
   * @param epoch from 0
   * @param step within the epoch, from 0
   * @param stepsPerEpoch at least 1
   */
  double at(int epoch, int step, int stepsPerEpoch);

  /** The base learning rate, which names and logs contain. */
  double rate();

  /** The schedule with another base learning rate. */
  LearningRateSchedule withRate(double rate);

  /** The schedule over another number of epochs, at least 1; most schedules do not depend on it. */
  default LearningRateSchedule over(int epochs) {
    return this;
  }

  /** A constant learning rate. */
  record Constant(double rate) implements LearningRateSchedule {
    /** Checks the learning rate. */
    public Constant {
      checkPositive("Learning rate", rate);
    }

    @Override
    public double at(int epoch, int step, int stepsPerEpoch) {
      return (float) rate;
    }

    @Override
    public LearningRateSchedule withRate(double other) {
      return new Constant(other);
    }
  }

  /**
   * {@code LFd} of a benchmark's name: multiplies the learning rate by d/10 after every epoch, like
   * Keras' LearningRateScheduler: it reads the float32 variable, multiplies it, and writes it back.
   *
   * @param factor above 0
   */
  record FactorPerEpoch(double rate, double factor) implements LearningRateSchedule {
    /** Checks both. */
    public FactorPerEpoch {
      checkPositive("Learning rate", rate);
      checkPositive("Learning rate factor", factor);
    }

    @Override
    public double at(int epoch, int step, int stepsPerEpoch) {
      float now = (float) rate;
      for (int i = 0; i < epoch; i++) {
        now = (float) (now * factor);
      }
      return now;
    }

    @Override
    public LearningRateSchedule withRate(double other) {
      return new FactorPerEpoch(other, factor);
    }
  }

  /**
   * Linear warm-up from 0 to the learning rate, then cosine decay to the last learning rate
   * (Loshchilov and Hutter 2017; Keras' {@code CosineDecay} with {@code warmup_target}): after w
   * warm-up steps of t in all, last + (rate - last) (1 + cos(pi (step - w) / (t - w))) / 2.
   *
   * @param warmupEpochs at least 0, below {@code epochs}; may be a fraction
   * @param last the learning rate at the end, at least 0, at most {@code rate}
   * @param epochs total number of epochs
   */
  record Cosine(double rate, double warmupEpochs, double last, int epochs)
      implements LearningRateSchedule {
    /** Checks all. */
    public Cosine {
      checkPositive("Learning rate", rate);
      if (!(last >= 0 && last <= rate)) {
        throw new ConfigurationException(
            "callbacks",
            "The cosine's last rate must be 0 to the learning rate %s, found %s."
                .formatted(rate, last));
      }
      if (epochs < 1 || !(warmupEpochs >= 0 && warmupEpochs < epochs)) {
        throw new ConfigurationException(
            "callbacks",
            "The warm-up must end before the training: expected 0 to less than %d epochs, found %s."
                .formatted(epochs, warmupEpochs));
      }
    }

    @Override
    public double at(int epoch, int step, int stepsPerEpoch) {
      double done = (double) epoch * stepsPerEpoch + step;
      double warmup = warmupEpochs * stepsPerEpoch;
      if (done < warmup) {
        return (float) (rate * done / warmup);
      }
      double share = Math.min(1, (done - warmup) / ((double) epochs * stepsPerEpoch - warmup));
      return (float) (last + (rate - last) * (1 + Math.cos(Math.PI * share)) / 2);
    }

    @Override
    public LearningRateSchedule withRate(double other) {
      return new Cosine(other, warmupEpochs, last, epochs);
    }

    @Override
    public LearningRateSchedule over(int other) {
      return new Cosine(rate, warmupEpochs, last, other);
    }
  }

  private static void checkPositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new ConfigurationException(
          "callbacks", "%s must be above 0 and finite, found %s.".formatted(what, value));
    }
  }
}
