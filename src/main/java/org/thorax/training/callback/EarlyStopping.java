package org.thorax.training.callback;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * Keras' {@code EarlyStopping}: stops training when a metric has not improved for some epochs.
 *
 * <p>Keras' {@code start_from_epoch} counts from 0, this class from 1.
 */
public final class EarlyStopping implements Callback.Resumable {
  /** When to restore the weights of the best epoch ({@code restore_best_weights}). */
  public enum Restore {
    /** Never. */
    NEVER,
    /** When training stops early, as Keras did up to 2.11 and in the logged runs. */
    WHEN_STOPPED,
    /** At the end of training in any case, as Keras has done since. */
    ALWAYS
  }

  /**
   * Settings.
   *
   * @param plateau the figure that no longer improves; a patience of at least 0
   * @param baseline what has to be beaten too
   * @param startFromEpoch the first epoch that counts, from 1
   * @param restore when to restore the best weights
   */
  public record Settings(
      Plateau plateau, OptionalDouble baseline, int startFromEpoch, Restore restore) {
    /** The settings of the logged runs. */
    public static final Settings ORIGINAL =
        new Settings(
            new Plateau(Monitor.VAL_LOSS, 0, 5), OptionalDouble.empty(), 1, Restore.WHEN_STOPPED);
  }

  private final Settings settings;
  private TrainingControl control;
  private BestValue best;
  private int bestEpoch;
  private int wait;
  private boolean stopped;

  /** The initial state. */
  public EarlyStopping(Settings settings) {
    this.settings = settings;
    this.best = settings.plateau().none(BestValue.Margin.OF_NEW);
  }

  @Override
  public void onTrainBegin(TrainingControl training) {
    control = training;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    double current = settings.plateau().monitor().of(logs);
    if (epoch < settings.startFromEpoch()) {
      return;
    }
    if (bestEpoch == 0) {
      keep(epoch);
    }
    wait++;
    if (best.isBeatenBy(current)) {
      best = best.with(current);
      if (bestEpoch != epoch) {
        keep(epoch);
      }
      if (settings.baseline().isEmpty()
          || best.with(settings.baseline().getAsDouble()).isBeatenBy(current)) {
        wait = 0;
      }
    } else if (wait >= settings.plateau().patience() && epoch > 1) {
      stopped = true;
      control.stopTraining(
          "%s has not improved on %s for %d epochs (early stopping)"
              .formatted(settings.plateau().monitor().name(), (float) best.value(), wait));
    }
  }

  private void keep(int epoch) {
    bestEpoch = epoch;
    if (settings.restore() != Restore.NEVER) {
      control.keepWeights(epoch);
    }
  }

  @Override
  public void onTrainEnd() {
    boolean wanted =
        settings.restore() == Restore.ALWAYS
            || (settings.restore() == Restore.WHEN_STOPPED && stopped);
    if (wanted && bestEpoch > 0) {
      control.restoreWeights(bestEpoch);
    }
  }

  @Override
  public String name() {
    return "EarlyStopping";
  }

  @Override
  public Map<String, String> state() {
    return Map.of(
        "best", Double.toString(best.value()),
        "bestEpoch", Integer.toString(bestEpoch),
        "wait", Integer.toString(wait),
        "stopped", Boolean.toString(stopped));
  }

  @Override
  public void restore(Map<String, String> state, History history) {
    best = best.with(Double.parseDouble(state.get("best")));
    bestEpoch = Integer.parseInt(state.get("bestEpoch"));
    wait = Integer.parseInt(state.get("wait"));
    stopped = Boolean.parseBoolean(state.get("stopped"));
  }
}
