package org.thorax.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * U-MultiClass (Irvin et al. 2019): uncertain is a separate class. A network has three outputs per
 * class, in this order: positive, negative, uncertain, with a softmax over the three.
 *
 * <p>(The original project's function of that name made two outputs and treated uncertain as
 * positive.)
 */
public final class ThreeWayLabels {
  /** Number of outputs per class. */
  public static final int WAYS = 3;

  private static final List<String> WAY_NAMES = List.of("positive", "negative", "uncertain");

  private ThreeWayLabels() {}

  /** The outputs' names: {@code Edema (positive)}, {@code Edema (negative)}, ... */
  public static List<String> outputs(List<String> classes) {
    List<String> names = new ArrayList<>();
    for (String name : classes) {
      WAY_NAMES.forEach(way -> names.add(name + " (" + way + ")"));
    }
    return names;
  }

  /** The classes whose {@link #outputs} these are; empty if they are not such names. */
  public static Optional<List<String>> classes(List<String> outputs) {
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i += WAYS) {
      classes.add(outputs.get(i).replaceFirst(" \\(positive\\)$", ""));
    }
    return !outputs.isEmpty() && outputs(classes).equals(outputs)
        ? Optional.of(List.copyOf(classes))
        : Optional.empty();
  }

  /**
   * One-hot labels for each class; the three outputs of a masked blank are {@link Labels#MASKED}.
   */
  public static Labels encode(Samples samples, BlankPolicy blanks) {
    int width = samples.classes().size();
    float[] values = new float[samples.size() * width * WAYS];
    for (int sample = 0; sample < samples.size(); sample++) {
      for (int c = 0; c < width; c++) {
        put(values, (sample * width + c) * WAYS, samples.label(sample, c), blanks);
      }
    }
    return new Labels(outputs(samples.classes()), values);
  }

  private static void put(float[] values, int at, float raw, BlankPolicy blanks) {
    float label = Float.isNaN(raw) ? blanks.value() : raw;
    if (Float.isNaN(raw) && blanks == BlankPolicy.MASKED) {
      for (int way = 0; way < WAYS; way++) {
        values[at + way] = Labels.MASKED;
      }
    } else {
      values[at + (label == 1 ? 0 : label == 0 ? 1 : 2)] = 1;
    }
  }

  /**
   * The score of each class: p(positive) / (p(negative) + p(positive)), without the uncertain
   * output; 0.5 if both are 0.
   *
   * @param probabilities samples x classes x 3
   * @return samples x classes
   */
  public static float[] scores(float[] probabilities) {
    if (probabilities.length % WAYS != 0) {
      throw new IllegalArgumentException(
          probabilities.length + " probabilities are not three for each class");
    }
    float[] scores = new float[probabilities.length / WAYS];
    for (int i = 0; i < scores.length; i++) {
      float positive = probabilities[i * WAYS];
      float both = positive + probabilities[i * WAYS + 1];
      scores[i] = both == 0 ? 0.5f : positive / both;
    }
    return scores;
  }
}
