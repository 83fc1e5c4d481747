package org.thorax.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.thorax.ThoraxException;
import org.thorax.data.SplitPlan;
import org.thorax.data.image.Augmentation;
import org.thorax.data.image.Augmenter;
import org.thorax.data.image.Transformation;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.FitSettings;
import org.thorax.experiment.config.ImageSettings;
import org.thorax.experiment.config.LossName;
import org.thorax.experiment.config.Objective;
import org.thorax.experiment.run.DatasetSource;
import org.thorax.experiment.run.ModelTraining;
import org.thorax.experiment.run.ModelTrainingSettings;
import org.thorax.model.ClassifierEnd;
import org.thorax.model.Model;
import org.thorax.model.Precision;
import org.thorax.model.keras.Head;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.History;
import org.thorax.training.loss.Loss;
import org.thorax.training.optimizer.Adam;
import org.thorax.training.optimizer.Optimization;

/**
 * The training of a classifier, as Keras' {@code compile} and {@code fit}. Unless said otherwise:
 * one epoch, batches of 32, images of 256 x 256 pixels or as the model learned them, Adam with the
 * rate 1e-3, Keras' binary cross-entropy, no augmentation, the seed 6122156, float32.
 *
 * <p>Each setting changes this object and gives it back. Not for several threads.
 */
public final class Training {
  private final Classifier classifier;
  private final List<Callback> callbacks = new ArrayList<>();
  private int epochs = 1;
  private int batchSize = 32;
  private Optional<Integer> imageSize = Optional.empty();
  private boolean crop;
  private List<Transformation> transformations = List.of();
  private Optimization optimization = Adam.of(Optimization.DEFAULT_LEARNING_RATE);
  private Objective objective = Objective.of(LossName.BINARY_CROSSENTROPY);
  private Optional<Loss> ownLoss = Optional.empty();
  private Augmenter augmenter = Augmentation.NONE;
  private Precision precision = Precision.FLOAT32;
  private boolean shuffle = true;
  private boolean freezeBackbone;
  private long seed = SplitPlan.DEFAULT_SEED;
  private OptionalInt stepsPerEpoch = OptionalInt.empty();
  private BadImagePolicy badImages = BadImagePolicy.FAIL;
  private Optional<Path> cache = Optional.empty();

  private Training(Classifier classifier) {
    this.classifier = classifier;
  }

  /** The training of a classifier, which stays the caller's. */
  public static Training of(Classifier classifier) {
    return new Training(classifier);
  }

  /**
   * Passes over the training set.
   *
   * @param count at least 1
   */
  public Training epochs(int count) {
    epochs = count;
    return this;
  }

  /**
   * Images in a batch.
   *
   * @param images at least 1; the last batch of an epoch may be smaller
   */
  public Training batchSize(int images) {
    batchSize = images;
    return this;
  }

  /**
   * Side of the square images.
   *
   * @param pixels at least 32
   */
  public Training imageSize(int pixels) {
    imageSize = Optional.of(pixels);
    return this;
  }

  /** Crops images by the templates in the data set's folder {@code templates}. */
  public Training crop() {
    crop = true;
    return this;
  }

  /** Changes every resized image, of all sets, in that order. */
  public Training transform(Transformation... steps) {
    transformations = List.of(steps);
    return this;
  }

  /** Optimizer and learning rate, such as {@code Adam.of(1e-4)}. */
  public Training optimizer(Optimization other) {
    optimization = other;
    return this;
  }

  /** A built-in loss with its defaults; class weights, where it has any, are the training set's. */
  public Training loss(LossName name) {
    return loss(Objective.of(name));
  }

  /** A built-in loss with arguments or with weights scaled otherwise. */
  public Training loss(Objective other) {
    objective = other;
    ownLoss = Optional.empty();
    return this;
  }

  /**
   * A loss of one's own. Saved files name no loss then.
   *
   * @param own with one output a class
   */
  public Training loss(Loss own) {
    objective = Benchmarks.inPlaceOf(own);
    ownLoss = Optional.of(own);
    return this;
  }

  /** Adds callbacks, called in their order, e.g. {@code EarlyStopping}. */
  public Training callbacks(Callback... more) {
    callbacks.addAll(List.of(more));
    return this;
  }

  /** Changes the training images: {@link Augmentation}, or one's own. */
  public Training augment(Augmenter other) {
    augmenter = other;
    return this;
  }

  /** What layers are computed in; weights stay float32. */
  public Training precision(Precision other) {
    precision = other;
    return this;
  }

  /** Keeps the table's order in every epoch. */
  public Training withoutShuffling() {
    shuffle = false;
    return this;
  }

  /** Trains the head only. */
  public Training freezeBackbone() {
    freezeBackbone = true;
    return this;
  }

  /**
   * The seed of order, augmentation and dropout. A new head's is that of {@link ClassifierOptions}.
   *
   * @param number 0 to 4294967295
   */
  public Training seed(long number) {
    seed = number;
    return this;
  }

  /**
   * Ends each epoch early.
   *
   * @param batches at least 1
   */
  public Training stepsPerEpoch(int batches) {
    stepsPerEpoch = OptionalInt.of(batches);
    return this;
  }

  /** Leaves out images that are missing or damaged, instead of stopping. */
  public Training skipBadImages() {
    badImages = BadImagePolicy.SKIP;
    return this;
  }

  /** Keeps prepared images in that folder for later epochs and trainings. */
  public Training cache(Path folder) {
    cache = Optional.of(folder);
    return this;
  }

  /**
   * Trains and validates after each epoch; the classifier then has the trained weights and the
   * optimizer's state. When it fails the classifier has the weights that it had.
   *
   * @return Keras' history: one list a figure, one value an epoch
   * @throws ThoraxException for settings out of range, classes that are not the model's, images
   *     that cannot be read, a loss that is not a number any more
   */
  public History fit(SplitDataset data) {
    Model model = Head.complete(classifier.trainable(), data.classes());
    ClassifierEnd.requireProbabilities(model, "The model");
    ModelTraining training = new ModelTraining(benchmark(data), settings(data), ownLoss, augmenter);
    ModelTraining.Result result = training.train(model, callbacks);
    List<String> remarks = new ArrayList<>(model.remarks());
    remarks.addAll(result.remarks());
    classifier.trained(result.model().withRemarks(remarks));
    return result.history();
  }

  /** The same with one more callback for this training. */
  public History fit(SplitDataset data, Callback listener) {
    callbacks.add(listener);
    try {
      return fit(data);
    } finally {
      callbacks.remove(callbacks.size() - 1);
    }
  }

  private Benchmark benchmark(SplitDataset data) {
    boolean known = augmenter instanceof Augmentation;
    int pixels = imageSize.or(classifier.contract()::height).orElse(ImageSettings.DEFAULT_DIM);
    ImageSettings images =
        new ImageSettings(
            pixels,
            crop,
            transformations,
            augmenter instanceof Augmentation steps ? steps : Augmentation.NONE);
    FitSettings fit = new FitSettings(epochs, batchSize, shuffle, false, precision);
    return known && ownLoss.isEmpty()
        ? Benchmarks.named(data, images, objective, optimization, fit)
        : Benchmarks.own(data, images, objective, optimization, fit);
  }

  private ModelTrainingSettings settings(SplitDataset data) {
    return new ModelTrainingSettings(
        new DatasetSource(data.place(), badImages, cache),
        Optional.empty(),
        freezeBackbone ? classifier.backbone() : Set.of(),
        seed,
        stepsPerEpoch,
        classifier.options().device());
  }
}
