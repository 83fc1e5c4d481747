package org.thorax.experiment.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * The three weight vectors of a training set, one value per class. Normalised they have the sum 10
 * each; the raw ratios are those of the early experiments.
 *
 * @param classWeights rows / positives
 * @param positiveWeights labelled / positives
 * @param negativeWeights labelled / negatives
 */
public record ClassWeights(
    List<Double> classWeights, List<Double> positiveWeights, List<Double> negativeWeights) {
  private static final double SUM = 10;

  /** Copies the lists and checks that they are equally long. */
  public ClassWeights {
    classWeights = List.copyOf(classWeights);
    positiveWeights = List.copyOf(positiveWeights);
    negativeWeights = List.copyOf(negativeWeights);
    if (classWeights.size() != positiveWeights.size()
        || classWeights.size() != negativeWeights.size()) {
      throw new IllegalArgumentException("One weight per class expected in every vector.");
    }
  }

  /**
   * Computes the weights, L1-normalised.
   *
   * @param classes the classes' names
   * @param positives labels 1 of each class, after encoding and upsampling
   * @param negatives labels 0 of each class; -1 counts in neither
   * @param rows all rows of the training set
   * @throws ThoraxException when a class has no positives or no negatives
   */
  public static ClassWeights of(
      List<String> classes, long[] positives, long[] negatives, long rows) {
    return raw(classes, positives, negatives, rows).scaled(ClassWeightScale.L1_NORMED);
  }

  /** The share of positives in the labelled cells of each class, from these, which are raw. */
  List<Double> positiveShares() {
    return positiveWeights.stream().map(weight -> 1 / weight).toList();
  }

  /** These, which are raw, scaled. */
  public ClassWeights scaled(ClassWeightScale scale) {
    return switch (scale) {
      case RAW -> this;
      case L1_NORMED -> each(ClassWeights::normalised);
      case BALANCED -> each(ClassWeights::halved);
    };
  }

  private ClassWeights each(UnaryOperator<List<Double>> change) {
    return new ClassWeights(
        change.apply(classWeights), change.apply(positiveWeights), change.apply(negativeWeights));
  }

  private static List<Double> halved(List<Double> weights) {
    return weights.stream().map(weight -> weight / 2).toList();
  }

  /** The same before they are normalised: 1 / positive weight + 1 / negative weight = 1. */
  public static ClassWeights raw(
      List<String> classes, long[] positives, long[] negatives, long rows) {
    int count = classes.size();
    if (positives.length != count || negatives.length != count) {
      throw new IllegalArgumentException("One count per class expected.");
    }
    double[][] raw = new double[3][count];
    for (int i = 0; i < count; i++) {
      if (positives[i] == 0 || negatives[i] == 0) {
        throw new ConfigurationException(
            "benchmark",
            String.format(
                "Class weights need positives and negatives of every class; '%s' has %d positives"
                    + " and %d negatives in the training set; leave the class out.",
                classes.get(i), positives[i], negatives[i]));
      }
      double labelled = (double) positives[i] + negatives[i];
      raw[0][i] = (double) rows / positives[i];
      raw[1][i] = labelled / positives[i];
      raw[2][i] = labelled / negatives[i];
    }
    return new ClassWeights(list(raw[0]), list(raw[1]), list(raw[2]));
  }

  /** L1-normalised, times 10, in float32 steps as TensorFlow computed the logged ones. */
  private static List<Double> normalised(List<Double> weights) {
    float norm = 0;
    for (double weight : weights) {
      norm += (float) weight;
    }
    float sum = norm;
    return weights.stream()
        .map(weight -> (double) (weight.floatValue() / sum * (float) SUM))
        .toList();
  }

  private static List<Double> list(double[] weights) {
    return Arrays.stream(weights).boxed().toList();
  }
}
