package org.thorax.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.thorax.ThoraxException;
import org.thorax.data.SplitPlan;
import org.thorax.data.description.DatasetPlaces;
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
 * The training of a classifier, like Keras' {@code compile} and {@code fit}. Defaults: one epoch,
 * batches of 32, the image size of the model or 256 x 256 pixels, Adam with the learning rate 1e-3,
 * Keras' binary cross-entropy, no augmentation, the random seed 6122156, float32.
 *
 * <p>Each setter changes this object and returns it. Not thread-safe.
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

  /** The training of a classifier; the caller keeps ownership of the classifier. */
  public static Training of(Classifier classifier) {
    return new Training(classifier);
  }

  /**
   * Sets the number of epochs.
   *
   * @param count at least 1
   */
  public Training epochs(int count) {
    epochs = count;
    return this;
  }

  /**
   * Sets the batch size.
   *
   * @param images at least 1; the last batch of an epoch may be smaller
   */
  public Training batchSize(int images) {
    batchSize = images;
    return this;
  }

  /**
   * Sets the side of the square images.
   *
   * @param pixels at least 32
   */
  public Training imageSize(int pixels) {
    imageSize = Optional.of(pixels);
    return this;
  }

  /** Crops images with the templates in the data set's folder {@code templates}. */
  public Training crop() {
    crop = true;
    return this;
  }

  /** Applies these transformations to every resized image of all sets, in the given order. */
  public Training transform(Transformation... steps) {
    transformations = List.of(steps);
    return this;
  }

  /** Sets the optimizer and its learning rate, such as {@code Adam.of(1e-4)}. */
  public Training optimizer(Optimization other) {
    optimization = other;
    return this;
  }

  /**
   * Sets a built-in loss with its default arguments; class weights, if it uses any, come from the
   * training set.
   */
  public Training loss(LossName name) {
    return loss(Objective.of(name));
  }

  /** Sets a built-in loss with arguments or with other class weights. */
  public Training loss(Objective other) {
    objective = other;
    ownLoss = Optional.empty();
    return this;
  }

  /**
   * Sets a custom loss. Saved files then do not name a loss.
   *
   * @param own a loss for one output per class
   */
  public Training loss(Loss own) {
    objective = Benchmarks.inPlaceOf(own);
    ownLoss = Optional.of(own);
    return this;
  }

  /** Adds callbacks, which are called in the given order, e.g. {@code EarlyStopping}. */
  public Training callbacks(Callback... more) {
    callbacks.addAll(List.of(more));
    return this;
  }

  /** Augments the training images: {@link Augmentation}, or a custom one. */
  public Training augment(Augmenter other) {
    augmenter = other;
    return this;
  }

  /** Sets the compute type of the layers; weights stay float32. */
  public Training precision(Precision other) {
    precision = other;
    return this;
  }

  /** Disables shuffling: every epoch has the order of the table. */
  public Training withoutShuffling() {
    shuffle = false;
    return this;
  }

  /** Freezes the backbone: only the head is trained. */
  public Training freezeBackbone() {
    freezeBackbone = true;
    return this;
  }

  /**
   * Sets the random seed of sample order, augmentation and dropout. {@link ClassifierOptions} has
   * the seed of a new head.
   *
   * @param number 0 to 4294967295
   */
  public Training seed(long number) {
    seed = number;
    return this;
  }

  /**
   * Limits the number of batches per epoch.
   *
   * @param batches at least 1
   */
  public Training stepsPerEpoch(int batches) {
    stepsPerEpoch = OptionalInt.of(batches);
    return this;
  }

  /** Leaves out missing or damaged images instead of failing. */
  public Training skipBadImages() {
    badImages = BadImagePolicy.SKIP;
    return this;
  }

  /** Caches prepared images in this folder for later epochs and trainings. */
  public Training cache(Path folder) {
    cache = Optional.of(folder);
    return this;
  }

  /**
   * Trains the classifier and validates it after each epoch. Afterwards the classifier has the
   * trained weights and the optimizer's state. If training fails, the classifier keeps its previous
   * weights.
   *
   * @return Keras' history: a list per metric with one value per epoch
   * @throws ThoraxException for settings out of range, classes that differ from the model's, images
   *     that cannot be read, or a NaN loss
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

  /** Trains the classifier with an additional callback. */
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
    int pixels =
        imageSize.or(classifier.contract().images()::height).orElse(ImageSettings.DEFAULT_DIM);
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
        new DatasetSource(DatasetPlaces.of(data.place()), badImages, cache),
        Optional.empty(),
        freezeBackbone ? classifier.backbone() : Set.of(),
        seed,
        stepsPerEpoch,
        classifier.options().device());
  }
}
