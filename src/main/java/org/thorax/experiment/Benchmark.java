package org.thorax.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.thorax.ThoraxException;
import org.thorax.data.LabelEncoding;

/**
 * Everything that defines a run except the backbone and the place of the files.
 *
 * @param name the benchmark's name, without architecture, as written
 * @param dataset where samples and labels come from
 * @param classes the classes in the order of the model's outputs
 * @param loss the loss
 * @param epochs planned epochs, at least 1
 * @param batchSize training batch, at least 1
 * @param optimizer the optimizer
 * @param learningRate its initial rate, above 0
 * @param learningRateFactor the rate is multiplied by it after every epoch; 1 keeps the rate
 * @param dim side of the square input in pixels, at least 32
 * @param crop whether images are cropped by template
 * @param labels how table cells become labels
 * @param split how patients are divided
 * @param shuffle whether training samples are shuffled every epoch
 * @param dropLast whether a short last training batch is left out
 */
public record Benchmark(
    String name,
    DatasetName dataset,
    List<String> classes,
    LossName loss,
    int epochs,
    int batchSize,
    OptimizerName optimizer,
    double learningRate,
    double learningRateFactor,
    int dim,
    boolean crop,
    LabelEncoding labels,
    Split split,
    boolean shuffle,
    boolean dropLast) {
  /** The rate when the name gives none. */
  public static final double DEFAULT_LEARNING_RATE = 1e-3;

  /** Side of the input when the name gives none. */
  public static final int DEFAULT_DIM = 256;

  /** The smallest input that the backbones take. */
  private static final int SMALLEST_DIM = 32;

  /**
   * How patients are divided: first the test set off all, then the validation set off the rest.
   *
   * @param seed of the permutation of patients, 0 to 4294967295
   * @param testSize share of all patients, between 0 and 1
   * @param validSize share of the remaining patients, between 0 and 1
   */
  public record Split(long seed, double testSize, double validSize) {
    /** 64 % training, 16 % validation, 20 % test. */
    public static final Split DEFAULT = new Split(6122156, 0.2, 0.2);

    private static final long LARGEST_SEED = 0xFFFFFFFFL;

    /** Checks seed and shares. */
    public Split {
      if (seed < 0 || seed > LARGEST_SEED) {
        throw new ThoraxException(
            "Split seed must be 0 to " + LARGEST_SEED + ", found " + seed + ".");
      }
      checkShare("Test size", testSize);
      checkShare("Validation size", validSize);
    }

    private static void checkShare(String what, double share) {
      if (!(share > 0 && share < 1)) {
        throw new ThoraxException(what + " must be a share between 0 and 1, found " + share + ".");
      }
    }
  }

  /** The same benchmark with patients divided otherwise. */
  public Benchmark withSplit(Split other) {
    return new Benchmark(
        name,
        dataset,
        classes,
        loss,
        epochs,
        batchSize,
        optimizer,
        learningRate,
        learningRateFactor,
        dim,
        crop,
        labels,
        other,
        shuffle,
        dropLast);
  }

  /** The same benchmark with or without shuffling. */
  public Benchmark withShuffle(boolean other) {
    return new Benchmark(
        name,
        dataset,
        classes,
        loss,
        epochs,
        batchSize,
        optimizer,
        learningRate,
        learningRateFactor,
        dim,
        crop,
        labels,
        split,
        other,
        dropLast);
  }

  /** Checks every value. */
  public Benchmark {
    classes = List.copyOf(classes);
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(split, "split");
    if (name.isBlank()) {
      throw new ThoraxException("A benchmark needs a name, e.g. Chexpert_BCE_E3_B32_C0_N12.");
    }
    checkAtLeast("Epochs", epochs, 1, name);
    checkAtLeast("Batch size", batchSize, 1, name);
    checkAtLeast("Image dimension", dim, SMALLEST_DIM, name);
    checkPositive("Learning rate", learningRate, name);
    checkPositive("Learning rate factor", learningRateFactor, name);
    checkClasses(classes, name);
  }

  private static void checkAtLeast(String what, int value, int least, String name) {
    if (value < least) {
      throw new ThoraxException(
          what
              + " must be at least "
              + least
              + ", found "
              + value
              + " in benchmark '"
              + name
              + "'.");
    }
  }

  private static void checkPositive(String what, double value, String name) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new ThoraxException(
          what + " must be above 0 and finite, found " + value + " in benchmark '" + name + "'.");
    }
  }

  private static void checkClasses(List<String> classes, String name) {
    if (classes.isEmpty()) {
      throw new ThoraxException(
          "At least one class is needed, found none in benchmark '" + name + "'.");
    }
    HashSet<String> seen = new HashSet<>();
    for (String label : classes) {
      if (label.isBlank() || !seen.add(label)) {
        throw new ThoraxException(
            "Classes must be different names, found '"
                + label
                + (label.isBlank() ? "'" : "' twice")
                + " in benchmark '"
                + name
                + "'.");
      }
    }
  }

  /**
   * The benchmark that {@code name} describes, with the dataset's own classes. An architecture in
   * front is left out of the benchmark's name.
   *
   * @throws ThoraxException when the name is incomplete, out of order, or asks for what this
   *     version does not do
   */
  public static Benchmark parse(String name) {
    return NamedBenchmark.of(BenchmarkName.parse(name), List.of());
  }

  /**
   * The same with classes of one's own, as many as the name says.
   *
   * @throws ThoraxException as {@link #parse(String)}, and when the counts differ
   */
  public static Benchmark parse(String name, List<String> classes) {
    return NamedBenchmark.of(BenchmarkName.parse(name), classes);
  }
}
