package org.thorax.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.data.LabelEncoding;
import org.thorax.data.SplitPlan;
import org.thorax.data.Upsampling;
import org.thorax.image.Augmentation;
import org.thorax.image.Transformation;
import org.thorax.name.BenchmarkName;
import org.thorax.name.NameComponent;

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
 * @param transformations of every resized image, in order
 * @param augmentation random changes of the training images
 * @param labels how table cells become labels
 * @param upsampling which training rows are repeated
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
    List<Transformation> transformations,
    Augmentation augmentation,
    LabelEncoding labels,
    Upsampling upsampling,
    SplitPlan split,
    boolean shuffle,
    boolean dropLast) {
  /** The rate when the name gives none. */
  public static final double DEFAULT_LEARNING_RATE = 1e-3;

  /** Side of the input when the name gives none. */
  public static final int DEFAULT_DIM = 256;

  /** The smallest input that the backbones take. */
  private static final int SMALLEST_DIM = 32;

  /** The same benchmark with patients divided otherwise. */
  public Benchmark withSplit(SplitPlan other) {
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
        transformations,
        augmentation,
        labels,
        upsampling,
        other,
        shuffle,
        dropLast);
  }

  /** The same benchmark with other training rows repeated. */
  public Benchmark withUpsampling(Upsampling other) {
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
        transformations,
        augmentation,
        labels,
        other,
        split,
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
        transformations,
        augmentation,
        labels,
        upsampling,
        split,
        other,
        dropLast);
  }

  /** Checks every value. */
  public Benchmark {
    classes = List.copyOf(classes);
    transformations = List.copyOf(transformations);
    Objects.requireNonNull(augmentation, "augmentation");
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(upsampling, "upsampling");
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
    labels.uncertainty().check(classes);
    upsampling.check(classes);
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
    return parse(name, List.of());
  }

  /**
   * The same with classes of one's own, as many as the name says.
   *
   * @throws ThoraxException as {@link #parse(String)}, and when the counts differ
   */
  public static Benchmark parse(String name, List<String> classes) {
    return parse(name, classes, Optional.empty());
  }

  /**
   * The same with training rows repeated as given, where the name says {@code Upsampled}.
   *
   * @throws ThoraxException as {@link #parse(String, List)}, and when the name does not say so
   */
  public static Benchmark parse(String name, List<String> classes, Optional<Upsampling> repeated) {
    return NamedBenchmark.of(BenchmarkName.parse(name), classes, repeated);
  }

  /** What a name may not mean as its reader thinks, one line each. */
  public static List<String> warnings(String name) {
    BenchmarkName parts = BenchmarkName.parse(name);
    List<String> warnings = new ArrayList<>();
    if (parts.token(NameComponent.UNCERTAINTY).equals(Optional.of("U75"))) {
      warnings.add(
          "U75 stood for two assignments of classes in the logs; this is the usual one, with Edema,"
              + " Atelectasis, Fracture, Pleural Other and Pneumonia as present.");
    }
    if (parts.token(NameComponent.SPLIT).equals(Optional.of("DS9010"))) {
      warnings.add(
          "The logged runs named DS9010 left out 10 % of the patients and validated on the test set;"
              + " this one validates on those 10 %.");
    }
    return warnings;
  }
}
