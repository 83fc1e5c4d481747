package org.thorax.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.Explainer;
import org.thorax.explain.Explanation;
import org.thorax.explain.MapRequest;
import org.thorax.explain.ModelExplainer;
import org.thorax.inference.PredictionJob;
import org.thorax.inference.Predictor;
import org.thorax.model.Device;
import org.thorax.model.Model;

/** Predictions and explanations of a model. Holds their graphs, each made on first use. */
final class ModelInference implements AutoCloseable {
  private static final int BATCH = 16;
  private static final Predictor.Overrides NOTHING =
      new Predictor.Overrides(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  private final Model model;
  private final Path source;
  private final Device device;
  private Optional<Predictor> predictor = Optional.empty();
  private Optional<Explainer> explainer = Optional.empty();

  /** Predictions and explanations of a model; the caller keeps ownership of the model. */
  ModelInference(Model model, Path source, Device device) {
    this.model = model;
    this.source = source;
    this.device = device;
  }

  List<Prediction> predict(List<Path> images) {
    if (predictor.isEmpty()) {
      predictor = Optional.of(new Predictor(model, NOTHING, device));
    }
    Predictor ready = predictor.get();
    PredictionJob.Options options =
        new PredictionJob.Options(
            BATCH,
            Runtime.getRuntime().availableProcessors(),
            1,
            0,
            BadImagePolicy.FAIL,
            Optional.empty());
    List<Predictor.Prediction> predictions = new ArrayList<>();
    new PredictionJob(ready, options).run(images, predictions::addAll);
    return predictions.stream()
        .map(each -> new Prediction(each.image(), ready.classNames(), each.probabilities()))
        .toList();
  }

  ExplainedImage explain(Path image, MapRequest request, ClassChoice choice) {
    if (explainer.isEmpty()) {
      explainer =
          Optional.of(
              EnsembleFile.isOne(source)
                  ? Explainer.open(source, NOTHING, device)
                  : new ModelExplainer(model, NOTHING, device));
    }
    Explainer ready = explainer.get();
    GreyImage seen = ready.prepared(ImageDecoder.decode(image));
    Explanation explanation = ready.explain(List.of(seen), choice, request).get(0);
    return new ExplainedImage(
        new Prediction(image, ready.input().classNames(), explanation.probabilities()),
        seen,
        explanation);
  }

  @Override
  public void close() {
    predictor.ifPresent(Predictor::close);
    explainer.ifPresent(Explainer::close);
    predictor = Optional.empty();
    explainer = Optional.empty();
  }
}
