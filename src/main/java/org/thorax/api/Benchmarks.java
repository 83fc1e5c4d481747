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

/** What the API's settings are as a benchmark, which the lower groups work by. */
final class Benchmarks {
  /** The name of one with parts that names have no words for. */
  private static final String OWN = "JavaAPI";

  private static final int BATCH = 16;

  private Benchmarks() {}

  /** A benchmark under the name that says what it is. */
  static Benchmark named(
      SplitDataset data,
      ImageSettings images,
      Objective objective,
      Optimization optimization,
      FitSettings fit) {
    Benchmark own = own(data, images, objective, optimization, fit);
    return own.withName(CanonicalName.unique(own));
  }

  /** One whose loss or augmentation is the caller's own. */
  static Benchmark own(
      SplitDataset data,
      ImageSettings images,
      Objective objective,
      Optimization optimization,
      FitSettings fit) {
    return new Benchmark(
        OWN, data.name(), data.labels(), images, data.plan(), objective, optimization, fit);
  }

  /** What stands where an own loss is used: a loss with the same word about cells without label. */
  static Objective inPlaceOf(Loss own) {
    return objective(own.masks());
  }

  private static Objective objective(boolean masks) {
    return Objective.of(masks ? LossName.FOCAL_CROSSENTROPY : LossName.BINARY_CROSSENTROPY);
  }

  /** The sets as a model wants to see them. */
  static Benchmark evaluation(SplitDataset data, ModelContract model) {
    Preparation preparation = model.preparation();
    List<Transformation> steps =
        preparation.transformations().stream().map(Transformation::parse).toList();
    Benchmark benchmark =
        own(
            data,
            new ImageSettings(
                model.height().orElse(ImageSettings.DEFAULT_DIM),
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
