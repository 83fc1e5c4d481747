package org.thorax.api;

import java.util.List;
import java.util.Optional;
import org.thorax.data.image.Augmentation;
import org.thorax.data.image.Transformation;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.CanonicalName;
import org.thorax.experiment.config.FitSettings;
import org.thorax.experiment.config.ImageSettings;
import org.thorax.experiment.config.LossName;
import org.thorax.experiment.config.Objective;
import org.thorax.model.ModelContract;
import org.thorax.model.Preparation;
import org.thorax.model.Provenance;
import org.thorax.training.loss.Loss;
import org.thorax.training.optimizer.Adam;
import org.thorax.training.optimizer.Optimization;

/** Converts the settings of the API to a benchmark, which the other packages use. */
final class Benchmarks {
  /** The name of a benchmark with parts that the grammar of names cannot express. */
  private static final String OWN = "JavaAPI";

  private static final int BATCH = 16;

  private Benchmarks() {}

  /** A benchmark whose name expresses its settings. */
  static Benchmark named(
      SplitDataset data,
      ImageSettings images,
      Objective objective,
      Optimization optimization,
      FitSettings fit) {
    Benchmark own = own(data, images, objective, optimization, fit);
    return own.withName(CanonicalName.unique(own));
  }

  /** A benchmark with a custom loss or augmentation. */
  static Benchmark own(
      SplitDataset data,
      ImageSettings images,
      Objective objective,
      Optimization optimization,
      FitSettings fit) {
    return new Benchmark(
        OWN, data.name(), data.labels(), images, data.plan(), objective, optimization, fit);
  }

  /**
   * The built-in loss that represents a custom loss: one that treats unlabelled cells in the same
   * way.
   */
  static Objective inPlaceOf(Loss own) {
    return objective(own.masks());
  }

  private static Objective objective(boolean masks) {
    return Objective.of(masks ? LossName.FOCAL_CROSSENTROPY : LossName.BINARY_CROSSENTROPY);
  }

  /** The sets as the model needs them. */
  static Benchmark evaluation(SplitDataset data, ModelContract model) {
    Preparation preparation = model.images().preparation();
    List<Transformation> steps =
        preparation.transformations().stream().map(Transformation::parse).toList();
    Benchmark benchmark =
        own(
            data,
            new ImageSettings(
                model.images().height().orElse(ImageSettings.DEFAULT_DIM),
                preparation.cropped(),
                steps,
                Augmentation.NONE),
            objective(data.labels().encoding().masks()),
            Adam.of(Optimization.DEFAULT_LEARNING_RATE),
            new FitSettings(1, BATCH));
    Optional<String> trained = model.provenance().map(Provenance::benchmark);
    return trained.map(benchmark::withName).orElse(benchmark);
  }
}
