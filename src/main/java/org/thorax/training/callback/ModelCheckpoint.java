package org.thorax.training.callback;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.thorax.formats.io.AtomicFile;

/**
 * Keras' {@code ModelCheckpoint}: saves the whole model after an epoch as {@code
 * weights.{epoch:02d}-{val_loss:.2f}.hdf5}, with epochs counted from 1. The best epoch is the first
 * one with the lowest validation loss.
 */
public final class ModelCheckpoint implements Callback.Resumable {
  /** Which checkpoints of this run to keep. */
  public enum Keep {
    /** No checkpoint is written. */
    NONE,
    /** The best one ({@code save_best_only}, but without the earlier best ones). */
    BEST,
    /** The last. */
    LAST,
    /** The best and the last one. */
    BEST_AND_LAST,
    /** All epochs, as in the original project. */
    ALL
  }

  private final Path folder;
  private final Keep keep;
  private final Consumer<Path> model;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private String best = "";
  private String last = "";

  /**
   * Writes checkpoints to {@code folder}.
   *
   * @param model writes the current model to a file
   */
  public ModelCheckpoint(Path folder, Keep keep, Consumer<Path> model) {
    this.folder = folder;
    this.keep = keep;
    this.model = model;
  }

  /** The file name, with numbers as in Python's format: exact, rounded half to even. */
  static String fileName(int epoch, double valLoss) {
    return String.format(Locale.ROOT, "weights.%02d-%s.hdf5", epoch, twoDecimals(valLoss));
  }

  private static String twoDecimals(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String text =
        new BigDecimal(Math.abs(value)).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    return Math.copySign(1, value) < 0 ? "-" + text : text;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    double valLoss = logs.get("val_loss");
    String file = fileName(epoch, valLoss);
    boolean isBest = valLoss < bestLoss;
    if (keep == Keep.NONE || (keep == Keep.BEST && !isBest)) {
      return;
    }
    model.accept(folder.resolve(file));
    String formerLast = last;
    String formerBest = best;
    last = file;
    if (isBest) {
      bestLoss = valLoss;
      best = file;
    }
    for (String former : List.of(formerLast, formerBest)) {
      if (!former.isEmpty() && !stays(former)) {
        AtomicFile.delete(folder.resolve(former));
      }
    }
  }

  private boolean stays(String file) {
    return switch (keep) {
      case ALL -> true;
      case BEST -> file.equals(best);
      case LAST -> file.equals(last);
      case BEST_AND_LAST -> file.equals(best) || file.equals(last);
      case NONE -> false;
    };
  }

  @Override
  public String name() {
    return "ModelCheckpoint";
  }

  @Override
  public Map<String, String> state() {
    return Map.of("bestLoss", Double.toString(bestLoss), "best", best, "last", last);
  }

  @Override
  public void restore(Map<String, String> state, History history) {
    bestLoss = Double.parseDouble(state.get("bestLoss"));
    best = state.get("best");
    last = state.get("last");
  }
}
