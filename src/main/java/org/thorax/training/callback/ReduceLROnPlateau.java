package org.thorax.training.callback;

import java.util.Map;
import org.thorax.ConfigurationException;

/**
 * Keras' {@code ReduceLROnPlateau}: multiplies the learning rate by a factor when a metric has not
 * improved for some epochs.
 */
public final class ReduceLROnPlateau implements Callback.Resumable {
  /**
   * Settings.
   *
   * @param plateau the figure that no longer improves
   * @param factor of the rate, above 0 and below 1
   * @param cooldown epochs after a reduction that do not count
   * @param minLearningRate the rate never goes below
   */
  public record Settings(Plateau plateau, double factor, int cooldown, double minLearningRate) {
    /** The settings of the runs until August 2020. */
    public static final Settings ORIGINAL =
        new Settings(new Plateau(Monitor.VAL_LOSS, 1e-4, 2), 0.5, 0, 0);

    /** Checks the factor. */
    public Settings {
      if (!(factor > 0 && factor < 1)) {
        throw new ConfigurationException(
            "reduce-lr-on-plateau",
            "The factor of `reduce-lr-on-plateau` must be above 0 and below 1, found "
                + factor
                + ".");
      }
    }
  }

  private final Settings settings;
  private TrainingControl control;
  private BestValue best;
  private int wait;
  private int cooldown;

  /** The initial state. */
  public ReduceLROnPlateau(Settings settings) {
    this.settings = settings;
    this.best = settings.plateau().none(BestValue.Margin.OF_BEST);
  }

  @Override
  public void onTrainBegin(TrainingControl training) {
    control = training;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    double current = settings.plateau().monitor().of(logs);
    if (cooldown > 0) {
      cooldown--;
      wait = 0;
    }
    if (best.isBeatenBy(current)) {
      best = best.with(current);
      wait = 0;
    } else if (cooldown == 0) {
      wait++;
      if (wait >= settings.plateau().patience()) {
        reduce();
      }
    }
  }

  private void reduce() {
    float old = control.learningRate();
    if (old > (float) settings.minLearningRate()) {
      float reduced = old * (float) settings.factor();
      control.setLearningRate(Math.max(reduced, (float) settings.minLearningRate()));
      cooldown = settings.cooldown();
      wait = 0;
    }
  }

  @Override
  public String name() {
    return "ReduceLROnPlateau";
  }

  @Override
  public Map<String, String> state() {
    return Map.of(
        "best", Double.toString(best.value()),
        "wait", Integer.toString(wait),
        "cooldown", Integer.toString(cooldown));
  }

  @Override
  public void restore(Map<String, String> state, History history) {
    best = best.with(Double.parseDouble(state.get("best")));
    wait = Integer.parseInt(state.get("wait"));
    cooldown = Integer.parseInt(state.get("cooldown"));
  }
}
