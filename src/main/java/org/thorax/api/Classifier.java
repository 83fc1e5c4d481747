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
 * changes its weights in place. It owns native memory: close it. Not for several threads.
 */
public final class Classifier implements AutoCloseable {
  private final ClassifierOptions options;
  private Model model;
  private final Optional<Set<String>> backbone;
  private Path source;
  private ModelInference answers;

  /** Whether the model must be opened anew before its graph has gradients. */
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
   * Opens a trained classifier: a SavedModel's folder, a {@code .keras}, a full-model {@code .h5},
   * or an ensemble's {@code .json}.
   *
   * @throws ThoraxException naming the file, and what cannot be read
   */
  public static Classifier open(Path place) {
    return open(place, ClassifierOptions.DEFAULT);
  }

  /** The same with what the file does not say. */
  public static Classifier open(Path place, ClassifierOptions options) {
    Model opened = EnsembleFile.openClassifier(place);
    return owned(opened, Optional.empty(), place, true, options);
  }

  /**
   * A backbone with a new head, as {@code thorax train --backbone} makes it: global average
   * pooling, a dense layer of 1024 units with ReLU, one sigmoid a class.
   *
   * @param place what {@code thorax backbone fetch} wrote, or any model whose output are feature
   *     maps or vectors
   * @param classes one output each
   * @throws ThoraxException when there is no backbone that can be trained
   */
  public static Classifier onBackbone(Path place, List<String> classes) {
    return onBackbone(place, classes, ClassifierOptions.DEFAULT);
  }

  /** The same with what the backbone does not say, and the seed of the head's weights. */
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

  /** The classes in the order of the outputs; empty when neither file nor options say them. */
  public List<String> classes() {
    return model.contract().classNames();
  }

  /** What the user should know about the model, one line each. */
  public List<String> remarks() {
    return model.remarks();
  }

  /**
   * Predicts images, in batches of 16.
   *
   * @param images JPEG, PNG or DICOM files
   * @return one an image, in their order
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
   * Explains the likeliest class of an image at the network's last feature map.
   *
   * @throws ThoraxException when the image cannot be read, or the network has no feature map
   */
  public ExplainedImage explain(Path image, Method method) {
    return explain(image, MapRequest.of(method), ClassChoice.top(1));
  }

  /**
   * Explains chosen classes of an image.
   *
   * @param request which map is made, and where
   * @param choice which classes have one
   */
  public ExplainedImage explain(Path image, MapRequest request, ClassChoice choice) {
    return answers.explain(image, request, choice);
  }

  /**
   * Evaluates on one of the sets of a data set, as {@code thorax evaluate} does; thresholds are
   * chosen on its validation set.
   *
   * @throws ThoraxException when an image is missing, or the model learned from other images or
   *     classes, or may have learned from these patients
   */
  public Evaluation evaluate(SplitDataset.Part part) {
    return evaluate(part, Mismatch.REFUSE);
  }

  /** The same, where a mismatch may only be remarked. */
  public Evaluation evaluate(SplitDataset.Part part, Mismatch mismatch) {
    EvaluationRun.Settings settings = EvaluationSettings.of(part, mismatch, options.device());
    EvaluationRun run =
        new EvaluationRun(Benchmarks.evaluation(part.data(), model.contract()), settings);
    return new Evaluation(run.run(model, source, (set, images) -> {}));
  }

  /**
   * Writes the model: {@code .keras} for Keras 3, {@code .h5} for Keras 2 and 3, {@code
   * .weights.h5} for {@code load_weights}, else a SavedModel's folder. All but the weights alone
   * keep the optimizer's state; only a SavedModel says how images are scaled and what the classes
   * are.
   *
   * @param place where nothing is yet
   * @return what the user should know, one line each
   * @throws ThoraxException when something is there, or the model's Keras layers are not known
   */
  public List<String> save(Path place) {
    return ModelSaving.save(model, place);
  }

  /** The open model with gradients; it stays this classifier's. */
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

  /** Takes the model that training made of {@link #trainable}. */
  void trained(Model other) {
    answers.close();
    model = other;
    source = Path.of("trained model");
    answers = new ModelInference(model, source, options.device());
  }

  /** Names of the variables before the head. */
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
