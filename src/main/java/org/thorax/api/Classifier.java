package org.thorax.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.thorax.ThoraxException;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.experiment.run.EvaluationRun;
import org.thorax.experiment.run.NetworkSource;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.keras.ModelReader;

/**
 * A chest X-ray classifier: opened from a file, or a new head on a backbone. {@link Training}
 * changes its weights in place. It holds native memory and must be closed. It is not thread-safe.
 */
public final class Classifier implements AutoCloseable {
  private final ClassifierOptions options;
  private Model model;
  private final Optional<Set<String>> backbone;
  private Path source;
  private ModelInference answers;

  /** Whether the model must be opened again before its graph has gradients. */
  private boolean forPrediction;

  private Classifier(
      Model model,
      Optional<Set<String>> backbone,
      Path source,
      boolean forPrediction,
      ClassifierOptions options) {
    this.model = options.of(model);
    this.backbone = backbone;
    this.source = source;
    this.forPrediction = forPrediction;
    this.options = options;
    this.answers = new ModelInference(this.model, source, options.device());
  }

  /**
   * Opens a trained classifier: a SavedModel folder, a {@code .keras} file, an {@code .h5} file of
   * a whole model, or an ensemble's {@code .json} file.
   *
   * @throws ThoraxException if the file cannot be read
   */
  public static Classifier open(Path place) {
    return open(place, ClassifierOptions.DEFAULT);
  }

  /** Opens a trained classifier with options that its file does not specify. */
  public static Classifier open(Path place, ClassifierOptions options) {
    Model opened = EnsembleFile.openClassifier(place);
    return owned(opened, Optional.empty(), place, true, options);
  }

  /**
   * Adds a new head to a backbone, like {@code thorax train --backbone}: global average pooling, a
   * dense layer of 1024 units with ReLU, and one sigmoid output per class.
   *
   * @param place output of {@code thorax backbone fetch}, or any model whose output is a feature
   *     map or a vector
   * @param classes one output each
   * @throws ThoraxException if there is no trainable backbone
   */
  public static Classifier onBackbone(Path place, List<String> classes) {
    return onBackbone(place, classes, ClassifierOptions.DEFAULT);
  }

  /**
   * Adds a new head to a backbone, with options that the backbone does not specify and the random
   * seed of the head's weights.
   */
  public static Classifier onBackbone(Path place, List<String> classes, ClassifierOptions options) {
    NetworkSource.Source made =
        new NetworkSource.BackboneFolder(place).open(classes, 1, options.seed());
    return owned(made.model(), Optional.of(made.backbone()), place, false, options);
  }

  private static Classifier owned(
      Model model,
      Optional<Set<String>> backbone,
      Path place,
      boolean reopen,
      ClassifierOptions options) {
    try {
      return new Classifier(model, backbone, place, reopen, options);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * The classes in the order of the outputs; empty if neither the file nor the options specify
   * them.
   */
  public List<String> classes() {
    return model.contract().classNames();
  }

  /** Notes about the model for the user, one line each. */
  public List<String> remarks() {
    return model.remarks();
  }

  /**
   * Predicts images in batches of 16.
   *
   * @param images JPEG, PNG or DICOM files
   * @return one prediction per image, in the given order
   * @throws ThoraxException naming an image that cannot be read
   */
  public List<Prediction> predict(List<Path> images) {
    return answers.predict(images);
  }

  /** Predicts one image. */
  public Prediction predict(Path image) {
    return predict(List.of(image)).get(0);
  }

  /**
   * Explains the most probable class of an image at the network's last feature map.
   *
   * @throws ThoraxException if the image cannot be read, or the network has no feature map
   */
  public ExplainedImage explain(Path image, Method method) {
    return explain(image, MapRequest.of(method), ClassChoice.top(1));
  }

  /**
   * Explains selected classes of an image.
   *
   * @param request method and layer of the maps
   * @param choice the classes to explain
   */
  public ExplainedImage explain(Path image, MapRequest request, ClassChoice choice) {
    return answers.explain(image, request, choice);
  }

  /**
   * Evaluates the model on one set of a data set, like {@code thorax evaluate}. Thresholds are
   * chosen on the validation set.
   *
   * @throws ThoraxException if an image is missing, if the model was trained on other images or
   *     classes, or if it may have been trained on these patients
   */
  public Evaluation evaluate(SplitDataset.Part part) {
    return evaluate(part, Mismatch.REFUSE);
  }

  /** Evaluates the model; {@code mismatch} can turn an error about unsuitable data into a note. */
  public Evaluation evaluate(SplitDataset.Part part, Mismatch mismatch) {
    EvaluationRun.Settings settings = EvaluationSettings.of(part, mismatch, options.device());
    EvaluationRun run =
        new EvaluationRun(Benchmarks.evaluation(part.data(), model.contract()), settings);
    return new Evaluation(run.run(model, source, (set, images) -> {}));
  }

  /**
   * Saves the model: {@code .keras} for Keras 3, {@code .h5} for Keras 2 and 3, {@code .weights.h5}
   * for {@code load_weights}, otherwise a SavedModel folder. All formats except {@code .weights.h5}
   * keep the optimizer's state. Only a SavedModel specifies the scaling of images and the classes.
   *
   * @param place a path that does not exist yet
   * @return notes for the user, one line each
   * @throws ThoraxException if the path exists, or the model's Keras layers are not known
   */
  public List<String> save(Path place) {
    return ModelSaving.save(model, place);
  }

  /** The open model with gradients; the classifier keeps ownership. */
  Model trainable() {
    if (forPrediction) {
      Model opened = ModelReader.openForTraining(source);
      replace(options.of(opened).withRemarks(model.remarks()));
    }
    return model;
  }

  private void replace(Model other) {
    answers.close();
    model.close();
    model = other;
    forPrediction = false;
    answers = new ModelInference(model, source, options.device());
  }

  /** Replaces the model by the result of training {@link #trainable}. */
  void trained(Model other) {
    answers.close();
    model = other;
    source = Path.of("trained model");
    answers = new ModelInference(model, source, options.device());
  }

  /** Names of the variables of the backbone. */
  Set<String> backbone() {
    return backbone.orElseGet(() -> model.flat().backboneVariables());
  }

  ModelContract contract() {
    return model.contract();
  }

  ClassifierOptions options() {
    return options;
  }

  @Override
  public void close() {
    answers.close();
    model.close();
  }
}
