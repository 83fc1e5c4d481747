package org.thorax.experiment.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.WordList;
import org.thorax.data.SplitPlan;
import org.thorax.data.Upsampling;
import org.thorax.training.optimizer.Optimization;

/**
 * Everything that defines a run except the backbone and the place of the files.
 *
 * @param name the benchmark's name, without architecture, as written
 * @param dataset where samples and labels come from
 * @param labels classes and what becomes of table cells
 * @param images what is done to every image
 * @param split how patients are divided
 * @param objective what is minimised
 * @param optimization how it is minimised
 * @param fit passes and batches
 */
public record Benchmark(
    String name,
    DatasetName dataset,
    LabelSettings labels,
    ImageSettings images,
    SplitPlan split,
    Objective objective,
    Optimization optimization,
    FitSettings fit) {
  /** Checks the name and stretches the learning rate's schedule over the epochs. */
  public Benchmark {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(objective, "objective");
    if (name.isBlank()) {
      throw new ConfigurationException(
          "benchmark", "A benchmark needs a name, e.g. Chexpert_BCE_E3_B32_C0_N12.");
    }
    checkFit(labels, objective, optimization);
    optimization = optimization.with(optimization.learningRate().over(fit.epochs()));
  }

  private static void checkFit(
      LabelSettings labels, Objective objective, Optimization optimization) {
    LossName loss = objective.loss();
    if (labels.encoding().threeWay() != (loss == LossName.THREE_WAY_CROSSENTROPY)) {
      throw new ConfigurationException(
          "benchmark",
          "umulticlass makes three outputs a class, for the loss %s and no other; found %s."
              .formatted(LossName.THREE_WAY_CROSSENTROPY.both(), loss.both()));
    }
    if (labels.encoding().threeWay() && labels.encoding().masks()) {
      throw new ConfigurationException(
          "benchmark",
          "Masked and umulticlass do not go together: -1 is uncertain there; take one of both.");
    }
    if (labels.encoding().masks() && !loss.masks()) {
      throw new ConfigurationException(
          "benchmark",
          "Masked and Uignore leave cells without a label, which %s cannot; take %s."
              .formatted(loss.both(), new WordList(LossToken.masking()).or()));
    }
    if (loss == LossName.AUC_MARGIN && !optimization.optimizer().kerasName().equals("PESG")) {
      throw new ConfigurationException(
          "benchmark",
          "The loss AUCM (auc_margin) is minimised and maximised at once by PESG alone; found %s."
              .formatted(optimization.optimizer().kerasName()));
    }
  }

  /** The classes in the order of the model's outputs. */
  public List<String> classes() {
    return labels.classes();
  }

  /** The same under another name. */
  public Benchmark withName(String other) {
    return new Benchmark(other, dataset, labels, images, split, objective, optimization, fit);
  }

  /** The same on other data. */
  public Benchmark with(DatasetName other) {
    return new Benchmark(name, other, labels, images, split, objective, optimization, fit);
  }

  /** The same with other labels. */
  public Benchmark with(LabelSettings other) {
    return new Benchmark(name, dataset, other, images, split, objective, optimization, fit);
  }

  /** The same with other images. */
  public Benchmark with(ImageSettings other) {
    return new Benchmark(name, dataset, labels, other, split, objective, optimization, fit);
  }

  /** The same with patients divided otherwise. */
  public Benchmark with(SplitPlan other) {
    return new Benchmark(name, dataset, labels, images, other, objective, optimization, fit);
  }

  /** The same with another objective. */
  public Benchmark with(Objective other) {
    return new Benchmark(name, dataset, labels, images, split, other, optimization, fit);
  }

  /** The same with other updates. */
  public Benchmark with(Optimization other) {
    return new Benchmark(name, dataset, labels, images, split, objective, other, fit);
  }

  /** The same with other passes. */
  public Benchmark with(FitSettings other) {
    return new Benchmark(name, dataset, labels, images, split, objective, optimization, other);
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
}
