package org.thorax.training.callback;

import org.thorax.ConfigurationException;

/**
 * The learning rate as a pure function of the moment: nothing is remembered, so that a run that
 * continues has the rates of an undisturbed one. Rates are float32 values, as Keras' variable
 * holds.
 */
public sealed interface LearningRateSchedule {
  /**
   * The rate of an update.
   *
   * @param epoch from 0
   * @param step within the epoch, from 0
   * @param stepsPerEpoch at least 1
   */
  double at(int epoch, int step, int stepsPerEpoch);

  /** What a name and the logs call the learning rate: the one that all others come from. */
  double rate();

  /** The same from another rate. */
  LearningRateSchedule withRate(double rate);

  /** The same over another number of epochs, at least 1; most do not look so far ahead. */
  default LearningRateSchedule over(int epochs) {
    return this;
  }

  /** Always the same. */
  record Constant(double rate) implements LearningRateSchedule {
    /** Checks the rate. */
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
   * {@code LFd} of a benchmark's name: the rate times d/10 after every epoch. As Keras'
   * LearningRateScheduler did it: the rate is taken from its float32 variable, multiplied, and put
   * back.
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
   * Up along a line from 0 to the rate, then down along half a cosine to the last rate (Loshchilov
   * and Hutter 2017; Keras' {@code CosineDecay} with {@code warmup_target}): after w warm-up steps
   * of t in all, last + (rate - last) (1 + cos(pi (step - w) / (t - w))) / 2.
   *
   * @param warmupEpochs at least 0, below {@code epochs}; may be a fraction
   * @param last what the last step comes close to, at least 0, at most {@code rate}
   * @param epochs in all
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
